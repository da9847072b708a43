import { l10n, type QuickInputButton, type QuickPickItem, QuickPickItemKind, ThemeIcon } from 'vscode';
import { type CommandId, commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { connectionColor, connectionFacts, labelTraitsOf, nameWithFacts } from '../connections/connectionFacts.ts';
import { type Connections, validConnections } from '../connections/connections.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import type { SearchState } from '../core/lookup/liveSearch.ts';
import { maxIds } from '../core/lookup/prefill.ts';
import { waitingWords } from '../text/counts.ts';
import { deviceName } from '../text/deviceName.ts';
import { failureText } from '../text/failureText.ts';
import { identityIdentifier, identityName, identityStateWords } from '../text/identityName.ts';
import { rowFacts, statusWords } from '../text/sessionWords.ts';
import { notShownWords, showOrMark } from '../text/unshown.ts';
import { factLine, rowText } from '../text/visibleText.ts';
import type { FoundItem, LookupFinding } from './searchConnections.ts';

export interface LookupRow extends QuickPickItem {
  /** What the row opens. */
  readonly found: FoundItem | undefined;
  /** The connection that the row searches again. */
  readonly retryConnectionId?: string;
}

export interface FoundRowContext {
  readonly connections: Connections;
  readonly labelTraits: readonly string[];
  readonly now: Date;
  readonly wanted: 'session' | 'identity';
}

export interface RowSurroundings extends FoundRowContext {
  /** Returns the number of relevant ids in a text. */
  readonly idsIn: (text: string) => number;
}

/** A button that runs `command` for the session or identity of its row. */
export type RowButton = QuickInputButton & { readonly command: CommandId };

/** Returns the rows for the findings so far, or a row with the connections that are being searched or had no match. */
export function lookupRows(
  { text, findings, busy }: SearchState<LookupFinding>,
  isSearchable: (text: string) => boolean,
  surroundings: RowSurroundings,
): readonly LookupRow[] {
  if (!isSearchable(text)) {
    return text.trim() === '' ? [] : [hintRow(surroundings.wanted)];
  }
  const waiting = busy
    ? validConnections(surroundings.connections).flatMap(({ id }) => waitingRow(id, surroundings))
    : [];
  const rows = [...groupedRows(findings, surroundings), ...leftOutRow(surroundings.idsIn(text)), ...waiting];
  const failed = findings.filter(({ kind }) => kind === 'failure').map(({ connectionId }) => connectionId);
  const searched = validConnections(surroundings.connections).filter(({ id }) => !failed.includes(id));
  if (busy) {
    return rows.length > 0 ? rows : [searchingRow(searched)];
  }
  const isNothingFound = findings.length === failed.length && searched.length > 0;
  return isNothingFound ? [nothingRow(text, surroundings.wanted, searched), ...rows] : rows;
}

/** Returns the rows of loaded identities in a group of their own, above what the servers found. */
function groupedRows(findings: readonly LookupFinding[], context: FoundRowContext): readonly LookupRow[] {
  const { loaded = [], others = [] } = Object.groupBy(findings, (finding) =>
    finding.kind === 'identity' && finding.isLoaded ? 'loaded' : 'others',
  );
  const rows = (group: readonly LookupFinding[]) => group.map((finding) => findingRow(finding, context));
  return loaded.length === 0
    ? rows(others)
    : [
        ...groupOfRows(l10n.t('Loaded, with this name'), rows(loaded)),
        ...groupOfRows(l10n.t('Found on the server'), rows(others)),
      ];
}

/** Returns rows below a separator; none if the group is empty. */
export function groupOfRows<Row extends LookupRow>(label: string, rows: readonly Row[]): readonly (Row | LookupRow)[] {
  return rows.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator, found: undefined }, ...rows];
}

export function findingRow(finding: LookupFinding, surroundings: FoundRowContext): LookupRow {
  switch (finding.kind) {
    case 'session':
      return showOrMark(
        () => sessionRow(finding, surroundings),
        (reason) => ({ ...note(notShownWords('session', finding.session.id), reason), found: finding }),
      );
    case 'identity':
      return showOrMark(
        () => identityRow(finding, surroundings),
        (reason) => ({ ...note(notShownWords('identity', finding.identity.id), reason), found: finding }),
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
        retryConnectionId: finding.connectionId,
      };
  }
}

function leftOutRow(ids: number): LookupRow[] {
  return ids <= maxIds
    ? []
    : [
        note(
          l10n.t('Only the first {0} of {1} ids were looked up', maxIds, ids),
          l10n.t('Look up the others separately.'),
        ),
      ];
}

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

function searchingRow(searched: readonly Connection[]): LookupRow {
  const where = searched.map(({ name }) => rowText(name)).join(', ');
  return { ...note(l10n.t('Searching {0}…', where), ''), iconPath: new ThemeIcon('loading~spin') };
}

function nothingRow(text: string, wanted: 'session' | 'identity', searched: readonly Connection[]): LookupRow {
  const where = searched.map(({ name }) => rowText(name)).join(', ');
  return wanted === 'session'
    ? note(
        l10n.t('No session or identity has this id'),
        l10n.t('Searched: {0}. It may be of another server, or have been deleted.', where),
      )
    : note(
        l10n.t('No identity found for “{0}”', rowText(text.trim())),
        l10n.t(
          'Searched: {0}. Kratos finds identifiers and ids, not names. Names of loaded identities are searched.',
          where,
        ),
      );
}

function hintRow(wanted: 'session' | 'identity'): LookupRow {
  return wanted === 'session'
    ? note(l10n.t('No id in this text'), l10n.t('Paste a session id, or a URL, JSON or log line that contains one.'))
    : note(
        l10n.t('Type at least two characters'),
        l10n.t('Enter the beginning of an identifier, a full e-mail address, an id or an external id.'),
      );
}

function sessionRow(finding: Extract<LookupFinding, { kind: 'session' }>, surroundings: FoundRowContext): LookupRow {
  const { session, identity, identityId, connectionId } = finding;
  const { connections, now, wanted } = surroundings;
  const connection = connections.get(connectionId);
  const labelTraits = labelTraitsOf(connection, surroundings.labelTraits);
  const state = connections.directory(connectionId)?.identityState(identityId);
  const status = sessionStatus(session, now, state);
  return foundRow(finding, surroundings, {
    label: deviceName(session.devices[0]?.userAgent),
    description: [statusWords(status), ...rowFacts(session, now)],
    detail: [
      wanted === 'session' ? undefined : l10n.t('This is a session: open it'),
      identity && identityName(identity, labelTraits),
      identity && identityIdentifier(identity, identityName(identity, labelTraits)),
    ],
    icon: status.kind === 'active' ? 'circle-filled' : 'circle-outline',
    buttons: [
      openIdentityButton(),
      { iconPath: new ThemeIcon('json'), tooltip: l10n.t('Open Session JSON'), command: commandIds.openSessionJson },
      { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy Session Id'), command: commandIds.copySessionId },
    ],
  });
}

function identityRow(finding: Extract<LookupFinding, { kind: 'identity' }>, surroundings: FoundRowContext): LookupRow {
  const { identity, connectionId } = finding;
  const connection = surroundings.connections.get(connectionId);
  const name = identityName(identity, labelTraitsOf(connection, surroundings.labelTraits));
  return foundRow(finding, surroundings, {
    label: name,
    description: [identityIdentifier(identity, name), identity.externalId, identityStateWords(identity.state)],
    detail: [surroundings.wanted === 'identity' ? undefined : l10n.t('This is an identity: show its sessions')],
    icon: identity.state === 'active' ? 'account' : 'circle-slash',
    buttons: [
      openIdentityButton(),
      { iconPath: new ThemeIcon('json'), tooltip: l10n.t('Open Identity JSON'), command: commandIds.openIdentityJson },
      { iconPath: new ThemeIcon('copy'), tooltip: l10n.t('Copy Identity Id'), command: commandIds.copyIdentityId },
    ],
  });
}

/** Returns the button that opens the identity's page. For a session, its row is selected there. */
function openIdentityButton(): RowButton {
  return { iconPath: new ThemeIcon('person'), tooltip: l10n.t('Open Identity'), command: commandIds.openIdentity };
}

interface FoundRowContent {
  readonly label: string;
  readonly description: readonly (string | undefined)[];
  readonly detail: readonly (string | undefined)[];
  readonly icon: string;
  readonly buttons: readonly RowButton[];
}

function foundRow(
  found: FoundItem,
  surroundings: FoundRowContext,
  { label, description, detail, icon, buttons }: FoundRowContent,
): LookupRow {
  return {
    ...note(rowText(label), rowText(factLine([...detail, connectionName(found.connectionId, surroundings)]))),
    description: rowText(factLine(description)),
    iconPath: new ThemeIcon(icon, connectionColor(surroundings.connections.get(found.connectionId))),
    buttons,
    found,
  };
}

/** Returns a row that VS Code's filter never hides, because the server has already filtered. */
export function note(label: string, detail: string): LookupRow {
  return { label, detail, alwaysShow: true, found: undefined };
}

/** Returns the name if there are several connections or if this one has facts, such as production. */
function connectionName(connectionId: string, surroundings: FoundRowContext): string | undefined {
  const isNamed =
    validConnections(surroundings.connections).length > 1 ||
    connectionFacts(surroundings.connections.get(connectionId)).length > 0;
  return isNamed ? nameOf(connectionId, surroundings) : undefined;
}

function nameOf(connectionId: string, { connections }: FoundRowContext): string {
  const connection = connections.get(connectionId);
  return rowText(connection === undefined ? connectionId : nameWithFacts(connection));
}
