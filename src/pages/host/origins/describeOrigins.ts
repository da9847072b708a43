import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { l10n } from 'vscode';
import type { Origin } from '../../../core/origins/origins.ts';
import { type Loaded, marks } from '../../../core/origins/reason.ts';
import type { SessionFacts } from '../../../core/origins/sessionFacts.ts';
import { eachInSteps, type Steps } from '../../../core/origins/steps.ts';
import { answerText, markText, reasonText } from '../../../text/originText.ts';
import { originTitle } from '../../../text/originTitle.ts';
import type { IdentityHostMessage } from '../../protocol/identityMessages.ts';
import type { OriginModel } from '../../protocol/identityModel.ts';

export interface OriginContext {
  readonly now: Date;
  /** Given where the list of sessions is not complete. */
  readonly loaded: Loaded | undefined;
  readonly isActive: (sessionId: string) => boolean;
  /** What was noted of an origin under one of its keys. */
  readonly recognition: (key: string) => OriginModel['recognition'];
}

const linesPerStep = 500;

/** How many origins are sent in one message. */
const sentTogether = 100;

/** Sends origins to a page in parts, one in a turn of the event loop. Rejects when `signal` aborts. */
export async function sendOrigins(
  models: readonly OriginModel[],
  post: (message: Extract<IdentityHostMessage, { type: 'origins' }>) => void,
  signal: AbortSignal,
): Promise<void> {
  for (let at = 0; at === 0 || at < models.length; at += sentTogether) {
    post({ type: 'origins', origins: models.slice(at, at + sentTogether), at, of: models.length });
    await nextTurn(undefined, { signal });
  }
}

/** Describes origins in their order. */
export function* describeOrigins(origins: readonly Origin[], context: OriginContext): Steps<OriginModel[]> {
  const models: OriginModel[] = [];
  for (const origin of origins) {
    models.push(yield* describeOrigin(origin, context));
    yield;
  }
  return models;
}

function* describeOrigin(
  { sessions, lines, firstSeen, reasons, answers }: Origin,
  { now, loaded, isActive, recognition }: OriginContext,
): Steps<OriginModel> {
  const keys: string[] = [];
  const titles = new Set<string>();
  yield* eachInSteps(lines, linesPerStep, (line) => {
    keys.push(lineKey(line));
    titles.add(originTitle(line));
  });
  // The list may grow by a line that is older than the one under which the origin was noted.
  const key = keys.find((one) => recognition(one) !== undefined) ?? keys[0] ?? '';
  const sessionIds = sessions.map(({ id }) => id);
  return {
    key,
    titles: [...titles],
    firstSeen,
    sessionIds,
    activeCount: sessionIds.filter(isActive).length,
    reasons: reasons.map((reason) => ({
      kind: reason.kind,
      text: reasonText(reason, now, loaded),
    })),
    answers: marks.map((mark) => l10n.t('{0}: {1}', markText(mark), answerText(answers[mark]))),
    recognition: recognition(key),
    network: sessions[0]?.network?.name,
  };
}

/** Returns a digest, so that a kept note reveals neither a place nor a device. */
export function lineKey({ network, device, country, isTor }: SessionFacts): string {
  const parts = [network?.name, device?.key, isTor ? 'Tor' : country].map((part) => part ?? '');
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}
