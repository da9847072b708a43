import type { Identity } from '../../../core/kratos/identity.ts';
import { identityItem } from '../../../core/kratos/identityItem.ts';
import { valueSpan } from '../../../core/kratos/json/jsonSpans.ts';
import type { Session } from '../../../core/kratos/session.ts';

/**
 * Returns the identity embedded in `session` or `known`, the directory's copy, whichever changed later, so that a
 * disabled identity does not look enabled. On a tie, prefers `known`, which is more complete.
 */
export function sessionIdentity(session: Session, known: Identity | undefined): Identity | undefined {
  const embedded = embeddedIdentity(session.json.identity);
  if (embedded === undefined || known === undefined) {
    return known ?? embedded;
  }
  return changedAt(known) >= changedAt(embedded) ? known : embedded;
}

function embeddedIdentity(text: string | undefined): Identity | undefined {
  if (text === undefined) {
    return undefined;
  }
  const body = Buffer.from(text);
  const item = identityItem(body, valueSpan(body));
  return item.kind === 'identity' ? item : undefined;
}

/** Returns the later of both times: Kratos v1.3.1 changes only `state_changed_at` when it disables an identity. */
function changedAt({ updatedAt, stateChangedAt }: Identity): number {
  const times = [updatedAt, stateChangedAt].map((text) => (text === undefined ? Number.NaN : Date.parse(text)));
  return Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => !Number.isNaN(time)));
}
