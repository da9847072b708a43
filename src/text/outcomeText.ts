import { l10n } from 'vscode';
import { type Action, concernsSessions } from '../core/containment/action.ts';
import type { Finished, Stopped } from '../core/containment/contain.ts';
import type { ImpossibleRow, PlanRow } from '../core/containment/plan.ts';
import type { NotSent, ResultStatus, RowResult } from '../core/containment/result.ts';
import type { Failure } from '../core/kratos/failure.ts';
import { momentOf } from '../core/kratos/moments.ts';
import { actionText, progressTitle, resultText } from './actionText.ts';
import { numberWords } from './counts.ts';
import { escapeMarkdown } from './escape.ts';
import { errorText, failureText, quotedText, withReason } from './failureText.ts';
import { sessionOrigin } from './planQuestion.ts';
import { noFilesText, whyText } from './planText.ts';
import { localTime } from './relativeTime.ts';
import { factLine, shortText, visibleText } from './visibleText.ts';

/** The results of a plan, or of an intent that was checked later. */
export interface ShownOutcome {
  readonly identity: string;
  readonly intent: Finished['intent'];
  readonly results: readonly RowResult[];
  /** The rows of the plan; none after a restart. */
  readonly rows: readonly PlanRow[];
  /** Selected rows for which nothing could be sent. */
  readonly impossible: readonly ImpossibleRow[];
  readonly evidence: Finished['evidence'] | undefined;
  /** Why the outcome is not in the audit log; undefined where it is. */
  readonly unrecorded: unknown;
  /** An error that stopped the requests before the last one. */
  readonly error: unknown;
  readonly at: Date;
}

/** Failures first, because they need an action. */
const order: readonly ResultStatus[] = ['unchanged', 'failed', 'notSent', 'done', 'already', 'gone'];

const textLimit = 600;
/** How Kratos begins its 404 for a method that selfservice.methods turns off. */
const disabledMethod = 'This endpoint was disabled by system administrator';

/** Returns the results as Markdown, with a line for each session. Texts of servers are escaped. */
export function outcomeText(outcome: ShownOutcome): string {
  const { intent, results, rows, impossible, evidence, unrecorded, error, identity, at } = outcome;
  const { connection } = intent;
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  const cellsOf = (id: string, status: string, row: PlanRow | undefined) => {
    const began = momentOf(row?.began);
    return [
      status,
      // With blanks, at which a narrow column breaks.
      began === undefined ? '' : began.toISOString().slice(0, 16).replace('T', ' '),
      row === undefined || row.state === 'unreadable' ? '' : sessionOrigin(row),
      shortText(id),
    ];
  };
  const sorted = results.toSorted((one, other) => order.indexOf(one.status) - order.indexOf(other.status));
  return [
    `# ${cell(outcomeSentence(outcome))}`,
    '',
    ...[
      l10n.t('Identity: {0}', factLine([identity, visibleText(intent.identity)])),
      l10n.t(
        'Connection: {0}',
        factLine([connection.name, connection.origin, connection.environment ?? ''].map(shortText)),
      ),
      l10n.t('Checked: {0}', localTime(at)),
      noFilesText(connection),
      evidence && l10n.t('Evidence: {0} (SHA-256 of its manifest: {1})', evidence.file, evidence.sha256),
      l10n.t('Audit log: the line with the hash {0}', intent.hash),
      unrecorded === undefined ? undefined : l10n.t('The outcome is not in the audit log: {0}', errorText(unrecorded)),
      error === undefined ? undefined : l10n.t('An error stopped the requests: {0}', errorText(error)),
    ].flatMap((line) => (line === undefined ? [] : [`- ${cell(line)}`])),
    '',
    ...(concernsSessions(intent.action)
      ? table(
          [l10n.t('Result'), l10n.t('Signed in (UTC)'), l10n.t('Origin'), l10n.t('Session')],
          [
            ...sorted.map((result) => cellsOf(result.id, statusText(intent.action, result), rowOf.get(result.id))),
            ...impossible.map((row) => cellsOf(row.id, notSentText(intent.action, whyText(row.why)), row)),
          ],
        )
      : table(
          [l10n.t('Action'), l10n.t('Result')],
          sorted.map((result) => [actionText(intent.action, 1), statusText(intent.action, result)]),
        )),
    '',
  ].join('\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head.map(cell)), line(head.map(() => '---')), ...rows.map((cells) => line(cells.map(cell)))];
}

/** Says "7 of 7 sessions of ada@example.org ended." and which did not. */
export function outcomeSentence({
  intent: { action },
  results,
  identity,
}: Pick<ShownOutcome, 'intent' | 'results' | 'identity'>): string {
  const [only] = results;
  if (action.kind !== 'revokeSessions' && only !== undefined) {
    const words = statusText(action, only);
    const title = progressTitle(action, identity);
    return words.endsWith('.') ? l10n.t('{0}: {1}', title, words) : l10n.t('{0}: {1}.', title, words);
  }
  const count = (...statuses: readonly ResultStatus[]) =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const ended = numberWords(count('done', 'already', 'gone'));
  const rest = [
    [count('unchanged'), (n: string) => l10n.t('Still active: {0}.', n)],
    [count('failed'), (n: string) => l10n.t('Failed: {0}.', n)],
    [count('notSent'), (n: string) => l10n.t('Not sent: {0}.', n)],
  ] as const;
  return [
    results.length === 1
      ? l10n.t('{0} of 1 session of {1} ended.', ended, identity)
      : l10n.t('{0} of {1} sessions of {2} ended.', ended, numberWords(results.length), identity),
    ...rest.filter(([n]) => n > 0).map(([n, words]) => words(numberWords(n))),
  ].join(' ');
}

function statusText(action: Action, result: RowResult): string {
  const words = resultText(action, result.status);
  switch (result.status) {
    case 'failed':
      return failedText(action, words, result);
    case 'notSent':
      return notSentText(action, whyNotSent(result.why));
    default:
      return words;
  }
}

function notSentText(action: Action, why: string): string {
  return l10n.t('{0}: {1}', resultText(action, 'notSent'), why);
}

function failedText(
  action: Action,
  words: string,
  { at, failure }: Extract<RowResult, { readonly status: 'failed' }>,
): string {
  if (failure === undefined) {
    switch (action.kind) {
      case 'createRecovery':
        return l10n.t('{0}: no response was received, and the server does not list what it created', words);
      case 'removeCredential':
        // The audit log does not say which of several was meant: their identifiers are personal data.
        return l10n.t('{0}: no response was received, and the identity still has a credential of this type', words);
      case 'extendSession':
        // The audit log does not say when the session ended before.
        return l10n.t('{0}: no response was received, and it cannot be seen whether the session ends later', words);
      default:
        return l10n.t('{0}: no response was received, and nothing changed', words);
    }
  }
  return at === 'request'
    ? l10n.t('{0}: {1}', words, refusalText(action, failure))
    : l10n.t('accepted, but not read again: {0}', failureText(failure));
}

/** Says why the server refused an action, in its own sentence. */
function refusalText(action: Action, failure: Failure): string {
  if (failure.kind === 'forbidden') {
    return withReason(
      l10n.t('The server forbids this change (403). Use a key that may change identities and sessions.'),
      failure.reason,
    );
  }
  if (failure.kind !== 'rejected') {
    return failureText(failure);
  }
  if (action.kind === 'createRecovery' && failure.reason.startsWith(disabledMethod)) {
    return action.by === 'code'
      ? l10n.t('Recovery by code is turned off on this server. Try a link, or ask who runs the server.')
      : l10n.t('Recovery by link is turned off on this server. Try a code, or ask who runs the server.');
  }
  return l10n.t('The server refused: “{0}”', quotedText(failure.reason));
}

const whyNotSentTexts: Readonly<Record<NotSent, () => string>> = {
  cancelled: () => l10n.t('cancelled'),
  locked: () => l10n.t('the connection was locked'),
  stopped: () => l10n.t('earlier requests failed'),
};

function whyNotSent(why: NotSent): string {
  return whyNotSentTexts[why]();
}

/** Says why nothing was sent; undefined where the user decided that. */
export function stoppedText(stopped: Stopped): string | undefined {
  const { action, impossible } = stopped.draft.plan;
  const isOfSessions = concernsSessions(action);
  switch (stopped.why) {
    case 'nothingToDo':
      if (!isOfSessions) {
        return l10n.t('Nothing was sent: the id of this identity is not a UUID.');
      }
      return impossible.length > 0
        ? l10n.t('Nothing was sent: the server did not list these sessions, or their ids are not UUIDs.')
        : l10n.t('Nothing was sent: none of these sessions is active.');
    case 'declined':
    case 'declinedNew':
      return undefined;
    case 'cancelled':
      return l10n.t('Cancelled. Nothing was sent.');
    case 'locked':
      return l10n.t('Nothing was sent, because the connection is locked. Unlock it and try again.');
    case 'notRead':
      return isOfSessions
        ? l10n.t('Nothing was sent, because the sessions could not be read: {0}', failureText(stopped.failure))
        : l10n.t('Nothing was sent, because the identity could not be read: {0}', failureText(stopped.failure));
    case 'noEvidence':
      return l10n.t('Nothing was sent, because the evidence was not kept. {0}', errorText(stopped.error));
    case 'noAudit':
      return l10n.t('Nothing was sent, because the audit log was not written. {0}', errorText(stopped.error));
  }
}

/** Escapes a text for a cell of a table, where a bar ends it even inside code. */
function cell(text: string): string {
  return escapeMarkdown(visibleText(text, textLimit).replaceAll('|', '¦'));
}
