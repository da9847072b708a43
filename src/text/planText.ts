import { l10n } from 'vscode';
import { type Action, concernsSessions } from '../core/containment/action.ts';
import type { ImpossibleRow, Plan, PlannedConnection, PlanRow } from '../core/containment/plan.ts';
import type { Credential } from '../core/kratos/identityDetails.ts';
import { momentOf } from '../core/kratos/moments.ts';
import { numberWords } from './counts.ts';
import { markText } from './originText.ts';
import { completenessText, type PlanSubject, planLimits, planQuestion, sessionOrigin } from './planQuestion.ts';
import { compactAge, localTime } from './relativeTime.ts';
import { factLine, shortText } from './visibleText.ts';

/** Rows of a plan are aligned up to this width. */
const ageWidth = 6;

/** Returns the plan of an action as a document of plain text. */
export function planText(plan: Plan, subject: PlanSubject): string {
  const { action, connection, identity, readAt } = plan;
  const read = momentOf(readAt);
  const noFiles = noFilesText(connection);
  const environment = connection.environment === undefined ? [] : [shortText(connection.environment)];
  return [
    planQuestion(plan, subject),
    l10n.t('Nothing was sent yet.'),
    ...(noFiles === undefined ? [] : [noFiles]),
    '',
    l10n.t('Identity: {0}', factLine([subject.identity, shortText(identity.id)])),
    l10n.t('Connection: {0}', factLine([shortText(connection.name), shortText(connection.origin), ...environment])),
    ...(connection.serverVersion === undefined ? [] : [l10n.t('Server: {0}', shortText(connection.serverVersion))]),
    ...(read === undefined ? [] : [l10n.t('Read: {0}', localTime(read))]),
    ...(concernsSessions(action) ? sessionLines(plan, subject) : identityLines(plan, subject)),
    '',
    action.kind === 'revokeSessions' ? l10n.t('What this does not do') : l10n.t('What to know'),
    ...planLimits(plan, subject).map((limit) => `  ${limit}`),
    '',
  ].join('\n');
}

/** Says that the demo keeps no files; undefined for any other connection. */
export function noFilesText({ origin: server }: Pick<PlannedConnection, 'origin'>): string | undefined {
  return server === 'demo'
    ? l10n.t('The demo keeps no files: neither evidence nor an audit log is written.')
    : undefined;
}

function sessionLines(plan: Plan, subject: PlanSubject): readonly string[] {
  const { targets, kept, ended, impossible } = plan;
  const lines = (rows: readonly PlanRow[], sign: string) => rows.map((row) => `${sign} ${planRow(row, subject.now)}`);
  if (plan.action.kind === 'extendSession') {
    const ends = targets
      .map(({ expires }) => momentOf(expires))
      .map((end) => end && l10n.t('ends {0}', localTime(end)));
    const extended = lines(targets, '+').map((line, place) => factLine([line, ends[place]]));
    return [
      ...section(l10n.t('Extended ({0})', numberWords(targets.length)), extended),
      ...impossibleSection(impossible, subject.now),
    ];
  }
  return [
    l10n.t('List: {0}', completenessText(plan, subject)),
    ...section(l10n.t('Revoked ({0})', numberWords(targets.length)), lines(targets, '−')),
    ...section(l10n.t('Kept ({0})', numberWords(kept.length)), lines(kept, '=')),
    ...section(l10n.t('Ended before, so nothing is sent ({0})', numberWords(ended.length)), lines(ended, ' ')),
    ...impossibleSection(impossible, subject.now),
  ];
}

function identityLines({ action, identity }: Plan, { credentials }: PlanSubject): readonly string[] {
  const state = shortText(identity.state);
  return [
    action.kind === 'setState' ? l10n.t('State: {0}, then {1}', state, action.state) : l10n.t('State: {0}', state),
    ...(action.kind === 'removeCredential' ? credentialLines(action, credentials) : []),
  ];
}

function credentialLines(
  action: Extract<Action, { readonly kind: 'removeCredential' }>,
  credentials: readonly Credential[],
): readonly string[] {
  const all = credentials.flatMap(({ type, identifiers }) =>
    // Each identifier of such a credential can be removed by itself.
    type === action.type && action.identifier !== undefined
      ? identifiers.map((identifier) => ({ type, identifiers: [identifier] }))
      : [{ type, identifiers }],
  );
  const isRemoved = ({ type, identifiers }: Pick<Credential, 'type' | 'identifiers'>) =>
    type === action.type && (action.identifier === undefined || identifiers.includes(action.identifier));
  const lines = (sign: string, some: typeof all) =>
    some.map(({ type, identifiers }) => `${sign} ${factLine([type, ...identifiers].map(shortText))}`);
  const [removed, kept] = [all.filter(isRemoved), all.filter((one) => !isRemoved(one))];
  return [
    ...section(l10n.t('Removed ({0})', numberWords(removed.length)), lines('−', removed)),
    ...section(l10n.t('Kept ({0})', numberWords(kept.length)), lines('=', kept)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function impossibleSection(rows: readonly ImpossibleRow[], now: Date): readonly string[] {
  const lines = rows.map((row) => `  ${planRow(row, now)} · ${whyText(row.why)}`);
  return section(l10n.t('Selected, but nothing is sent ({0})', numberWords(rows.length)), lines);
}

function planRow(row: PlanRow, now: Date): string {
  const began = momentOf(row.began);
  const age = began === undefined ? '' : compactAge(began, now);
  const marks = row.marks === undefined || row.marks.length === 0 ? undefined : row.marks.map(markText).join(', ');
  const facts =
    row.state === 'unreadable'
      ? [l10n.t('This session could not be read')]
      : [
          sessionOrigin(row),
          marks,
          (row.methods ?? []).map(shortText).join(' + '),
          row.aal === undefined ? undefined : shortText(row.aal),
          row.state === 'hidden' ? l10n.t('identity disabled') : undefined,
        ];
  return `${age.padEnd(ageWidth)} ${factLine([...facts, shortText(row.id)])}`;
}

const whyTexts: Readonly<Record<ImpossibleRow['why'], () => string>> = {
  noUuid: () => l10n.t('its id is not a UUID'),
  otherIdentity: () => l10n.t('it belongs to another identity'),
  notRead: () => l10n.t('the server did not list it'),
};

/** Says why nothing is sent for a row that was selected. */
export function whyText(why: ImpossibleRow['why']): string {
  return whyTexts[why]();
}
