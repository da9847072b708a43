import type { Identity } from '../kratos/identity.ts';
import { identityItem } from '../kratos/identityItem.ts';
import { valueSpan } from '../kratos/json/jsonSpans.ts';
import type { Session } from '../kratos/session.ts';

/**
 * The identity of `session` as last changed: the one that it came with, or `known`, that of the directory. Which of the two
 * was read last nobody knows, but a disabled identity must not look enabled; of two alike, `known` has more members.
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

/** Kratos v1.3.1 moves `state_changed_at` alone when it disables an identity; later versions move both. */
function changedAt({ updatedAt, stateChangedAt }: Identity): number {
  const times = [updatedAt, stateChangedAt].map((text) => (text === undefined ? Number.NaN : Date.parse(text)));
  return Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => !Number.isNaN(time)));
}
