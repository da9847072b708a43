import { l10n } from 'vscode';
import type { ImpossibleRow, Plan, PlannedConnection, PlanRow } from '../core/containment/plan.ts';
import { momentOf } from '../core/kratos/moments.ts';
import { countWords, numberWords } from './counts.ts';
import { deviceName } from './deviceName.ts';
import { markText } from './originText.ts';
import { compactAge, localTime } from './relativeTime.ts';
import { factLine, rowTextLimit, visibleText } from './visibleText.ts';

/** What the texts of a plan name besides the plan itself. */
export interface PlanSubject {
  /** "ada@example.org". */
  readonly identity: string;
  /** How many sessions were read. */
  readonly read: number;
  readonly isOryNetwork: boolean;
  readonly now: Date;
}

const namedKept = 3;
/** Rows of a plan are aligned up to this width. */
const ageWidth = 6;

/** Returns the plan of revoking sessions as a document of plain text. */
export function planText(plan: Plan, subject: PlanSubject): string {
  const { connection, identity, readAt, targets, kept, ended, impossible } = plan;
  const read = momentOf(readAt);
  const noFiles = noFilesText(connection);
  const environment = connection.environment === undefined ? [] : [shown(connection.environment)];
  return [
    planQuestion(plan, subject),
    l10n.t('Nothing was sent yet.'),
    ...(noFiles === undefined ? [] : [noFiles]),
    '',
    l10n.t('Identity: {0}', factLine([subject.identity, shown(identity.id)])),
    l10n.t('Connection: {0}', factLine([shown(connection.name), shown(connection.origin), ...environment])),
    ...(connection.serverVersion === undefined ? [] : [l10n.t('Server: {0}', shown(connection.serverVersion))]),
    ...(read === undefined ? [] : [l10n.t('Read: {0}', localTime(read))]),
    l10n.t('List: {0}', completeText(plan, subject)),
    ...section(l10n.t('Revoked ({0})', numberWords(targets.length)), targets, '−', subject.now),
    ...section(l10n.t('Kept ({0})', numberWords(kept.length)), kept, '=', subject.now),
    ...section(l10n.t('Ended before, so nothing is sent ({0})', numberWords(ended.length)), ended, ' ', subject.now),
    ...impossibleSection(impossible, subject.now),
    '',
    l10n.t('What this does not do'),
    ...limits(plan, subject).map((limit) => `  ${limit}`),
    '',
  ].join('\n');
}

/** Says that the demo keeps no files; undefined for any other connection. */
export function noFilesText({ origin: server }: Pick<PlannedConnection, 'origin'>): string | undefined {
  return server === 'demo'
    ? l10n.t('The demo keeps no files: neither evidence nor an audit log is written.')
    : undefined;
}

/** Asks whether to carry out a plan: "Revoke 7 of 9 sessions of ada@example.org on prod-eu?" */
export function planQuestion({ targets, kept, connection }: Plan, { identity }: PlanSubject): string {
  const name = shown(connection.name);
  const count = targets.length;
  if (kept.length > 0) {
    const total = numberWords(count + kept.length);
    return l10n.t('Revoke {0} of {1} sessions of {2} on {3}?', numberWords(count), total, identity, name);
  }
  return count === 1
    ? l10n.t('Revoke the only session of {0} on {1}?', identity, name)
    : l10n.t('Revoke all {0} sessions of {1} on {2}?', numberWords(count), identity, name);
}

/** Returns what the user must know before they answer, a line each. */
export function planDetail(plan: Plan, subject: PlanSubject): string {
  return [keptText(plan.kept, subject.now), completeText(plan, subject), ...limits(plan, subject)].join('\n');
}

/** Names the button that carries out the plan. */
export function planButton(plan: Plan): string {
  if (plan.scope !== 'sessions' && plan.list?.kind !== 'complete') {
    return l10n.t('Revoke What Was Found');
  }
  const count = plan.targets.length;
  return count === 1 ? l10n.t('Revoke 1 Session') : l10n.t('Revoke {0} Sessions', numberWords(count));
}

/** Asks about sessions that began since the plan: "1 new session since the plan (Lagos, Firefox). Include it?" */
export function newSessionsQuestion(begun: readonly PlanRow[]): string {
  const places = begun.slice(0, namedKept).map((row) => origin(row));
  const names = begun.length > namedKept ? [...places, '…'] : places;
  return begun.length === 1
    ? l10n.t('1 new session since the plan ({0}). Include it?', names.join('; '))
    : l10n.t('{0} new sessions since the plan ({1}). Include them?', numberWords(begun.length), names.join('; '));
}

/** Names where a session came from: "Firefox 141 on Linux, Lagos, NG, 203.0.113.7". */
export function origin({ userAgent, location, address }: PlanRow): string {
  return [deviceName(userAgent), location, address]
    .flatMap((part) => (part === undefined || part === '' ? [] : [shown(part)]))
    .join(', ');
}

function section(title: string, rows: readonly PlanRow[], sign: string, now: Date): readonly string[] {
  return rows.length === 0 ? [] : ['', title, ...rows.map((row) => `${sign} ${rowText(row, now)}`)];
}

function impossibleSection(rows: readonly ImpossibleRow[], now: Date): readonly string[] {
  return rows.length === 0
    ? []
    : [
        '',
        l10n.t('Selected, but nothing is sent ({0})', numberWords(rows.length)),
        ...rows.map((row) => `  ${rowText(row, now)} · ${whyText(row.why)}`),
      ];
}

function rowText(row: PlanRow, now: Date): string {
  const began = momentOf(row.began);
  const age = began === undefined ? '' : compactAge(began, now);
  const marks = row.marks === undefined || row.marks.length === 0 ? undefined : row.marks.map(markText).join(', ');
  const facts =
    row.state === 'unreadable'
      ? [l10n.t('This session could not be read')]
      : [
          origin(row),
          marks,
          (row.methods ?? []).map(shown).join(' + '),
          row.aal === undefined ? undefined : shown(row.aal),
          row.state === 'hidden' ? l10n.t('identity disabled') : undefined,
        ];
  return `${age.padEnd(ageWidth)} ${factLine([...facts, shown(row.id)])}`;
}

function whyText(why: ImpossibleRow['why']): string {
  switch (why) {
    case 'noUuid':
      return l10n.t('its id is not a UUID');
    case 'otherIdentity':
      return l10n.t('it belongs to another identity');
    case 'notRead':
      return l10n.t('the server did not list it');
  }
}

function keptText(kept: readonly PlanRow[], now: Date): string {
  if (kept.length === 0) {
    return l10n.t('No session is kept.');
  }
  const named = kept.slice(0, namedKept).map((row) => {
    const began = momentOf(row.began);
    return began === undefined ? origin(row) : l10n.t('{0} ({1})', origin(row), compactAge(began, now));
  });
  const names = kept.length > namedKept ? [...named, '…'] : named;
  return l10n.t('Kept: {0}', names.join('; '));
}

/** Says how complete the list of sessions is. */
function completeText({ list }: Plan, { read }: PlanSubject): string {
  if (list === undefined || list.kind === 'more') {
    return l10n.t('Only {0} sessions were read. There may be more.', numberWords(read));
  }
  const count = countWords({ shown: read, total: undefined, end: list });
  return list.kind === 'complete'
    ? l10n.t('All sessions were read, ended ones included: {0}.', count)
    : l10n.t('It is not proven that these are all sessions: {0}.', count);
}

/** Returns what revoking does not do. */
function limits({ identity }: Plan, { isOryNetwork }: PlanSubject): readonly string[] {
  return [
    l10n.t('Revoking does not change the password. Whoever knows it can sign in again.'),
    ...(identity.state === 'inactive'
      ? [l10n.t('The identity is disabled. Sessions that are not revoked come back when it is enabled.')]
      : []),
    ...(isOryNetwork ? [l10n.t('Edge sessions may be accepted for up to 2 min 30 s.')] : []),
  ];
}

function shown(text: string): string {
  return visibleText(text, rowTextLimit);
}
