import { l10n } from 'vscode';
import type { IntentRecord, OutcomeRecord } from '../core/containment/auditRecord.ts';
import { type AuditLine, type AuditVerdict, unverifiedIntents } from '../core/containment/readAuditLog.ts';
import type { ListEnd } from '../core/kratos/listReader.ts';
import type { Origin } from '../core/origins/origins.ts';
import { actionText, resultText } from './actionText.ts';
import { countWords, listText, numberWords } from './counts.ts';
import { escapeMarkdown } from './escape.ts';
import { maskPersonalData } from './maskPersonalData.ts';
import { originsFooter, reasonText } from './originText.ts';
import { originTitle, originTitleWithCity } from './originTitle.ts';
import { withoutKeys } from './redactPersonalData.ts';
import { visibleText } from './visibleText.ts';

export interface IncidentNote {
  readonly writtenAt: Date;
  readonly withPersonalData: boolean;
  readonly connection: { readonly name: string; readonly address: string; readonly version: string | undefined };
  readonly identity: {
    readonly id: string;
    /** Undefined where the identity could not be read. */
    readonly state: string | undefined;
    readonly name: string | undefined;
    readonly identifier: string | undefined;
  };
  readonly sessions: {
    readonly shown: number;
    readonly total: number | undefined;
    readonly end: ListEnd;
    readonly readAt: Date | undefined;
    readonly isFiltered: boolean;
  };
  readonly origins: readonly Origin[];
  readonly isActive: (sessionId: string) => boolean;
  /** The lines of the audit log on this identity, the oldest first. */
  readonly lines: readonly AuditLine[];
  /** The files with these lines. */
  readonly logs: readonly { readonly name: string; readonly verdict: AuditVerdict }[];
  /** Sentences on what could not be read. */
  readonly failures: readonly string[];
}

type Clean = (text: string) => string;

const textLimit = 600;
const mostOrigins = 50;
const mostAddresses = 20;
const mostIds = 20;

/** Returns the note on an incident with an identity as Markdown, with all times in UTC. */
export function incidentNote(note: IncidentNote): string {
  const mask = note.withPersonalData ? withoutKeys : maskPersonalData;
  const clean: Clean = (text) => escapeMarkdown(mask(visibleText(text, textLimit)));
  const sections = [
    [
      `# ${l10n.t('Incident note: identity {0}', clean(note.identity.id))}`,
      l10n.t('Written {0}. All times are in UTC.', utc(note.writtenAt)),
      note.withPersonalData
        ? l10n.t('**This note holds personal data.**')
        : l10n.t('Names are left out, e-mail addresses are masked, and IP addresses are cut to their networks.'),
    ],
    [`## ${l10n.t('Identity')}`, ...list(identityFacts(note, clean))],
    [`## ${l10n.t('What was seen')}`, coverage(note), ...list(seen(note, clean))],
    [`## ${l10n.t('What was done')}`, ...list(done(note, clean))],
    [`## ${l10n.t('Audit log')}`, ...list(note.logs.map((log) => logText(log, clean)))],
    [`## ${l10n.t('What is not known')}`, ...list(unknown(note, clean))],
  ];
  return `${sections.map((paragraphs) => paragraphs.join('\n\n')).join('\n\n')}\n`;
}

/** Returns one paragraph with an item for each text; texts begin their own lines below it. */
function list(items: readonly string[]): readonly string[] {
  return [items.length === 0 ? l10n.t('Nothing is recorded.') : items.map((item) => `- ${item}`).join('\n')];
}

function identityFacts({ connection, identity, withPersonalData }: IncidentNote, clean: Clean): readonly string[] {
  const { id, state, name, identifier } = identity;
  // Masking would leave a name or a phone number as it is.
  const isShown = (text: string | undefined) =>
    text !== undefined && (withPersonalData || /^[^\s@]+@[^\s@]+$/.test(text));
  return [
    l10n.t('Id: `{0}`', code(id)),
    isShown(name) ? l10n.t('Name: {0}', clean(name ?? '')) : undefined,
    isShown(identifier) ? l10n.t('Identifier: {0}', clean(identifier ?? '')) : undefined,
    state === undefined ? undefined : l10n.t('State now: {0}', clean(state)),
    l10n.t('Connection: {0}, {1}', clean(connection.name), clean(connection.address)),
    connection.version === undefined ? undefined : l10n.t('Version of Kratos: {0}', clean(connection.version)),
  ].filter((fact) => fact !== undefined);
}

function coverage({ sessions }: IncidentNote): string {
  const count = countWords(sessions);
  const filtered = sessions.isFiltered ? l10n.t('{0}, under a filter', count) : count;
  return sessions.readAt === undefined
    ? l10n.t('No sessions were read.')
    : l10n.t('Sessions: {0}, read {1}.', filtered, utc(sessions.readAt));
}

function seen(note: IncidentNote, clean: Clean): readonly string[] {
  const shown = note.origins.slice(0, mostOrigins).map((origin) => originText(origin, note, clean));
  const more = note.origins.length - shown.length;
  return more > 0 ? [...shown, l10n.t('{0} further origins', numberWords(more))] : shown;
}

function originText({ sessions, lines, firstSeen, reasons }: Origin, note: IncidentNote, clean: Clean): string {
  const titleOf = note.withPersonalData ? originTitleWithCity : originTitle;
  const titles = [...new Set(lines.map(titleOf))].map(clean);
  const last = sessions.find(({ time }) => time !== undefined)?.time;
  const active = sessions.filter(({ id }) => note.isActive(id)).length;
  const addresses = [...new Set(sessions.flatMap(({ network }) => network?.address ?? []))];
  const { shown, total, end, isFiltered } = note.sessions;
  const loaded = end.kind === 'complete' && !isFiltered ? undefined : { sessions: shown, total };
  return itemWithLines(`**${titles.join('; ')}**`, [
    l10n.t('Sessions: {0}, active now: {1}', numberWords(sessions.length), numberWords(active)),
    firstSeen === undefined || last === undefined
      ? undefined
      : l10n.t('First {0}, last {1}', utc(new Date(firstSeen)), utc(new Date(last))),
    note.withPersonalData && addresses.length > 0
      ? l10n.t('Addresses: {0}', listText(addresses.map(clean), mostAddresses))
      : undefined,
    ...(reasons.length === 0 ? [l10n.t('No reason to mark it')] : []),
    ...reasons.map((reason) => clean(reasonText(reason, note.writtenAt, loaded, 'UTC'))),
  ]);
}

function done({ lines }: IncidentNote, clean: Clean): readonly string[] {
  const outcomes = lines.filter((line) => line.kind === 'outcome');
  return lines.flatMap((line) =>
    line.kind === 'intent'
      ? [
          intentText(
            line,
            outcomes.filter(({ intent }) => intent === line.hash),
            clean,
          ),
        ]
      : [],
  );
}

function intentText(
  line: AuditLine & IntentRecord,
  outcomes: readonly (AuditLine & OutcomeRecord)[],
  clean: Clean,
): string {
  const { action, targets, reason, evidence } = line;
  const heading = l10n.t(
    '{0}: **{1}**, by {2} on {3}, through {4}',
    utc(new Date(line.time)),
    clean(actionText(action, targets.length)),
    clean(String(line.osUser)),
    clean(String(line.host)),
    clean(line.connection.name),
  );
  return itemWithLines(heading, [
    reason && l10n.t('Reason: {0}', clean(String(reason))),
    ...outcomes.flatMap((outcome) => outcomeTexts(outcome)),
    outcomes.length === 0 ? l10n.t('Begun and not verified: {0}', listText(targets.map(codeOf), mostIds)) : undefined,
    l10n.t(
      'Evidence: `{0}`, SHA-256 of its manifest: `{1}`',
      code(evidence.file.split(/[\\/]/).at(-1) ?? ''),
      code(evidence.sha256),
    ),
    l10n.t('SHA-256 of the plan: `{0}`', code(String(line.planSha256))),
  ]);
}

/** "2026-11-27 10:00:05: 6 ended and verified: `…`, `…`". */
function outcomeTexts({ time, action, results }: AuditLine & OutcomeRecord): readonly string[] {
  const statuses = [...new Set(results.map(({ status }) => status))];
  return statuses.map((searched) => {
    const ids = results.filter(({ status }) => status === searched).map(({ id }) => codeOf(id));
    return l10n.t(
      '{0}: {1} {2}: {3}',
      utc(new Date(time)),
      numberWords(ids.length),
      resultText(action, searched),
      listText(ids, mostIds),
    );
  });
}

function logText({ name, verdict }: IncidentNote['logs'][number], clean: Clean): string {
  return verdict.kind === 'broken'
    ? l10n.t('{0}: **broken at line {1}**', clean(name), numberWords(verdict.line))
    : l10n.t(
        '{0}: unbroken. Lines: {1}, head hash: `{2}`',
        clean(name),
        numberWords(verdict.lines),
        verdict.head ?? '',
      );
}

function unknown({ lines, failures, sessions, origins }: IncidentNote, clean: Clean): readonly string[] {
  const intents = lines.filter((line) => line.kind === 'intent');
  const unverified = unverifiedIntents(lines).length;
  return [
    ...failures.map(clean),
    sessions.end.kind === 'complete' && !sessions.isFiltered
      ? undefined
      : l10n.t('Whether the identity has further sessions: the list is not proven complete.'),
    originsFooter(),
    l10n.t('Failed sign-ins and when a session was last used: Kratos records neither.'),
    origins.length > 0
      ? l10n.t('Whether other identities have sessions of the same origins: this note does not compare them.')
      : undefined,
    intents.some(({ action }) => action.kind === 'revokeSessions')
      ? l10n.t('Who knows the password: revoking does not change it, and anyone who knows it can sign in again.')
      : undefined,
    unverified > 0
      ? l10n.t('What became of changes that were begun and not verified: {0}.', numberWords(unverified))
      : undefined,
    l10n.t(
      'Changes made elsewhere: the audit log holds those of this machine alone. Anyone who can write it can also rebuild its hashes, so compare them with copies that are kept elsewhere.',
    ),
  ].filter((sentence) => sentence !== undefined);
}

function itemWithLines(heading: string, facts: readonly (string | undefined)[]): string {
  return [heading, ...facts.filter(Boolean).map((fact) => `    - ${fact}`)].join('\n');
}

/** Makes a text safe inside a code span, where nothing can be escaped. */
function code(text: string): string {
  return visibleText(text, textLimit).replaceAll('`', "'");
}

function codeOf(text: string): string {
  return `\`${code(text)}\``;
}

/** "2026-11-27 10:00:00". */
function utc(moment: Date): string {
  return moment.toISOString().slice(0, 19).replace('T', ' ');
}
