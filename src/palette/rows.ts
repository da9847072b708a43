import { l10n, type QuickInputButton, type QuickPickItem, ThemeIcon } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { connectionColor, connectionFacts, labelTraitsOf, nameWithFacts } from '../connections/connectionFacts.ts';
import type { Connections } from '../connections/connections.ts';
import { validConnections } from '../connections/validConnections.ts';
import { createdAt } from '../kratos/moments.ts';
import { sessionStatus } from '../kratos/sessionStatus.ts';
import type { SearchState } from '../lookup/liveSearch.ts';
import { mostIds } from '../lookup/prefill.ts';
import { deviceName } from '../presentation/deviceName.ts';
import { failureText } from '../presentation/failureText.ts';
import { identityIdentifier, identityName } from '../presentation/identityName.ts';
import { place } from '../presentation/place.ts';
import { relativeTime } from '../presentation/relativeTime.ts';
import { aalWords, methodsWords, statusWords } from '../presentation/sessionWords.ts';
import { shownOr, unshownWords } from '../presentation/unshown.ts';
import { factLine, visibleText } from '../presentation/visibleText.ts';
import { waitingWords } from '../presentation/waitingWords.ts';
import type { Finding, Found } from './finding.ts';

/** What a row of a look-up does when it is picked: a found one is opened, a failed one asked again. */
export interface LookupRow extends QuickPickItem {
  readonly found: Found | undefined;
  readonly asksAgain: boolean;
  /** Of a failed one: what could not be asked. */
  readonly connectionId?: string;
}

export interface RowSurroundings {
  readonly connections: Connections;
  readonly labelTraits: readonly string[];
  readonly now: Date;
  /** What the look-up is for: a finding of the other kind says what it is. */
  readonly wanted: 'session' | 'identity';
  /** How many ids a text is about. */
  readonly idsIn: (text: string) => number;
}

export type RowButton = QuickInputButton & { readonly does: 'openJson' | 'copyId' };

/**
 * The rows for what a search has found so far. Each is shown whatever VS Code's own filter thinks of it: the server has
 * already chosen. Where nothing was found, a row says so and where it was looked.
 */
export function lookupRows(
  { text, findings, busy }: SearchState<Finding>,
  isQuestion: (text: string) => boolean,
  surroundings: RowSurroundings,
): readonly LookupRow[] {
  if (!isQuestion(text)) {
    return text.trim() === '' ? [] : [hintRow(surroundings.wanted)];
  }
  const waiting = busy
    ? validConnections(surroundings.connections).flatMap(({ id }) => waitingRow(id, surroundings))
    : [];
  const rows = [
    ...findings.map((finding) => findingRow(finding, surroundings)),
    ...leftOutRow(surroundings.idsIn(text)),
    ...waiting,
  ];
  const failed = findings.filter(({ kind }) => kind === 'failure').map(({ connectionId }) => connectionId);
  const answered = validConnections(surroundings.connections).filter(({ id }) => !failed.includes(id));
  const isNowhere = !busy && findings.length === failed.length && answered.length > 0;
  return isNowhere ? [nothingRow(text, surroundings.wanted, answered), ...rows] : rows;
}

function findingRow(finding: Finding, surroundings: RowSurroundings): LookupRow {
  switch (finding.kind) {
    case 'session':
      return shownOr(
        () => sessionRow(finding, surroundings),
        (reason) => ({ ...note(unshownWords('session', finding.session.id), reason), found: finding }),
      );
    case 'identity':
      return shownOr(
        () => identityRow(finding, surroundings),
        (reason) => ({ ...note(unshownWords('identity', finding.identity.id), reason), found: finding }),
      );
    case 'more':
      return note(
        l10n.t('Only the first {0} are shown', finding.shown),
        factLine([l10n.t('Type more of the identifier'), connectionName(finding.connectionId, surroundings)]),
      );
    case 'failure':
      return {
        ...note(
          l10n.t('{0} could not be searched', nameOf(finding.connectionId, surroundings)),
          rowText(failureText(finding.failure)),
        ),
        description: l10n.t('Select to try again'),
        iconPath: new ThemeIcon('error'),
        asksAgain: true,
        connectionId: finding.connectionId,
      };
  }
}

/** Says that a text holds more ids than are asked for. */
function leftOutRow(ids: number): LookupRow[] {
  return ids <= mostIds
    ? []
    : [
        note(
          l10n.t('Only the first {0} of {1} ids were looked up', mostIds, ids),
          l10n.t('Look up the others by themselves.'),
        ),
      ];
}

/** Says that one server's limits hold up its answers. */
function waitingRow(connectionId: string, surroundings: RowSurroundings): LookupRow[] {
  const directory = surroundings.connections.directory(connectionId);
  const waits = (['page', 'item'] as const).map((reading) => directory?.waiting(reading));
  const seconds = waits.filter((one) => one !== undefined);
  if (seconds.length === 0) {
    return [];
  }
  const row = note(
    waitingWords(Math.max(...seconds)),
    factLine([l10n.t('Press Escape to cancel'), connectionName(connectionId, surroundings)]),
  );
  return [{ ...row, iconPath: new ThemeIcon('watch') }];
}

/** Nothing was found: says for what, and where it was looked for. */
function nothingRow(text: string, wanted: 'session' | 'identity', answered: readonly Connection[]): LookupRow {
  const where = answered.map(({ name }) => rowText(name)).join(', ');
  return wanted === 'session'
    ? note(l10n.t('No session or identity has this id'), l10n.t('Searched: {0}', where))
    : note(
        l10n.t('No identity found for “{0}”', rowText(text.trim())),
        l10n.t('Searched: {0}. Kratos finds identifiers and ids, not names.', where),
      );
}

/** Says what can be searched for, while nothing usable has been typed. */
function hintRow(wanted: 'session' | 'identity'): LookupRow {
  return wanted === 'session'
    ? note(l10n.t('No id in this text'), l10n.t('Paste a session id, or a URL, JSON or log line that contains one.'))
    : note(
        l10n.t('Type at least two characters'),
        l10n.t('Enter the beginning of an identifier, a full e-mail address, an id or an external id.'),
      );
}

function sessionRow(finding: Extract<Finding, { kind: 'session' }>, surroundings: RowSurroundings): LookupRow {
  const { session, identity, identityId, connectionId } = finding;
  const { connections, now, wanted } = surroundings;
  const connection = connections.get(connectionId);
  const labelTraits = labelTraitsOf(connection, surroundings.labelTraits);
  const state = connections.directory(connectionId)?.identityState(identityId);
  const status = sessionStatus(session, now, state);
  const created = createdAt(session);
  return {
    label: rowText(deviceName(session.devices[0]?.userAgent)),
    description: rowText(
      factLine([
        statusWords(status),
        place(session.devices[0]),
        methodsWords(session),
        aalWords(session.aal),
        created && relativeTime(created, now, 'short'),
      ]),
    ),
    detail: rowText(
      factLine([
        wanted === 'session' ? undefined : l10n.t('This is a session: open it'),
        identity && identityName(identity, labelTraits),
        identity && identityIdentifier(identity, identityName(identity, labelTraits)),
        connectionName(connectionId, surroundings),
      ]),
    ),
    iconPath: environmentIcon(status.kind === 'active' ? 'circle-filled' : 'circle-outline', connection),
    buttons: buttons(l10n.t('Open Session JSON'), l10n.t('Copy Session Id')),
    alwaysShow: true,
    found: finding,
    asksAgain: false,
  };
}

function identityRow(finding: Extract<Finding, { kind: 'identity' }>, surroundings: RowSurroundings): LookupRow {
  const { identity, connectionId } = finding;
  const connection = surroundings.connections.get(connectionId);
  const name = identityName(identity, labelTraitsOf(connection, surroundings.labelTraits));
  return {
    label: rowText(name),
    description: rowText(
      factLine([
        identityIdentifier(identity, name),
        identity.externalId,
        identity.state === 'active' ? undefined : identity.state === 'inactive' ? l10n.t('disabled') : identity.state,
      ]),
    ),
    detail: rowText(
      factLine([
        surroundings.wanted === 'identity' ? undefined : l10n.t('This is an identity: show its sessions'),
        connectionName(connectionId, surroundings),
      ]),
    ),
    iconPath: environmentIcon(identity.state === 'active' ? 'account' : 'circle-slash', connection),
    buttons: buttons(l10n.t('Open Identity JSON'), l10n.t('Copy Identity Id')),
    alwaysShow: true,
    found: finding,
    asksAgain: false,
  };
}

function buttons(openJson: string, copyId: string): readonly RowButton[] {
  return [
    { iconPath: new ThemeIcon('json'), tooltip: openJson, does: 'openJson' },
    { iconPath: new ThemeIcon('copy'), tooltip: copyId, does: 'copyId' },
  ];
}

/** In the colour of the environment, as the connection's own row. */
function environmentIcon(icon: string, connection: Connection | undefined): ThemeIcon {
  return new ThemeIcon(icon, connectionColor(connection));
}

function note(label: string, detail: string): LookupRow {
  return { label, detail, alwaysShow: true, found: undefined, asksAgain: false };
}

/** Said where there is more than one, or where a person must know something of it: that it is production. */
function connectionName(connectionId: string, surroundings: RowSurroundings): string | undefined {
  const isSaid =
    validConnections(surroundings.connections).length > 1 ||
    connectionFacts(surroundings.connections.get(connectionId)).length > 0;
  return isSaid ? nameOf(connectionId, surroundings) : undefined;
}

function nameOf(connectionId: string, { connections }: RowSurroundings): string {
  const connection = connections.get(connectionId);
  return rowText(connection === undefined ? connectionId : nameWithFacts(connection));
}

// VS Code draws "$(name)" in a quick pick as an icon, "\$(name)" as text.
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;

/** Text of a server as it may stand in a quick pick's row: on one line, nothing hidden, no icon made of it. */
export function rowText(text: string): string {
  return visibleText(text).replace(icon, '\\$&');
}
