import { l10n } from 'vscode';
import { labelTraitsOf, nameWithFacts } from '../connections/connectionFacts.ts';
import { validConnections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { runInTurns } from '../core/origins/steps.ts';
import { identityTargets, type TargetSources } from '../files/targets.ts';
import { identityName, shortId } from '../text/identityName.ts';
import { type LoadedRow, type LoadedScope, type LoadedSessions, loadedSessions } from './loadedSessions.ts';
import { createLookupPick, pressRowButton } from './lookupPick.ts';
import { type FoundRowContext, note } from './rows.ts';
import type { FoundItem } from './searchConnections.ts';

/** Resolves with the loaded session that the user picks. The arguments are a menu's row, and an initial query. */
export async function findInLoaded(
  args: readonly unknown[],
  sources: TargetSources,
  context: () => FoundRowContext,
): Promise<FoundItem | undefined> {
  const scope = await findScope(args, sources, context());
  if (scope === undefined) {
    return undefined;
  }
  const title = l10n.t('Search Loaded Sessions of {0}', scopeName(scope, context()));
  const [, text] = args;
  let sessions: Promise<LoadedSessions> | undefined;
  return pickSession(title, typeof text === 'string' ? text : '', async (query, { search, pick }) => {
    sessions ??= runInTurns(loadedSessions(scope, context()), pick);
    return runInTurns((await sessions).rows(query, context()), search);
  });
}

/** Returns the identity of the row, page or file that the command is for, else the connection. */
async function findScope(
  args: readonly unknown[],
  sources: TargetSources,
  { connections }: FoundRowContext,
): Promise<LoadedScope | undefined> {
  const command = l10n.t('Search Loaded Sessions');
  const ofNone = { ...sources, pickIdentity: async () => undefined };
  const [identity] = await identityTargets(args.slice(0, 1), ofNone, command);
  if (identity !== undefined) {
    return identity;
  }
  const connection = await pickConnection(
    validConnections(connections),
    args[0] ?? sources.treeSelection()[0],
    command,
  );
  return connection && { connectionId: connection.id, identityId: undefined };
}

function scopeName({ connectionId, identityId }: LoadedScope, { connections, labelTraits }: FoundRowContext): string {
  const connection = connections.get(connectionId);
  if (identityId === undefined) {
    return connection === undefined ? connectionId : nameWithFacts(connection);
  }
  const identity = connections.directory(connectionId)?.knownIdentity(identityId);
  return identity === undefined ? shortId(identityId) : identityName(identity, labelTraitsOf(connection, labelTraits));
}

/** Abort when the pick is closed, and when another query is typed. */
interface Signals {
  readonly pick: AbortSignal;
  readonly search: AbortSignal;
}

function pickSession(
  title: string,
  text: string,
  rowsOf: (query: string, signals: Signals) => Promise<readonly LoadedRow[]>,
): Promise<FoundItem | undefined> {
  return new Promise((resolve, reject) => {
    const pick = createLookupPick<LoadedRow>(title);
    const closing = new AbortController();
    let searching = new AbortController();
    // Enter before the rows are there takes the one that becomes active.
    let isAccepted = false;
    pick.placeholder = l10n.t('Text, or {0}', 'ip:203.0.113.0/24 device: place: country: method: state: since:2h -not');
    const take = (row: LoadedRow | undefined) => {
      if (row?.completed !== undefined) {
        pick.value = row.completed;
        show(row.completed);
      } else if (row?.found !== undefined) {
        resolve(row.found);
        pick.hide();
      }
    };
    const showRows = (query: string, rows: readonly LoadedRow[]) => {
      pick.busy = false;
      pick.items = rows;
      const completion = rows.find(({ completed }) => completed !== undefined);
      const session = rows.find(({ found }) => found !== undefined);
      const active = query.endsWith(':') ? (completion ?? session) : (session ?? completion);
      pick.activeItems = active === undefined ? [] : [active];
      if (isAccepted) {
        take(active);
      }
    };
    const show = (query: string) => {
      searching.abort();
      searching = new AbortController();
      isAccepted = false;
      pick.busy = true;
      if (pick.items.length === 0) {
        pick.items = [note(l10n.t('Preparing the loaded sessions…'), '')];
      }
      const { signal } = searching;
      rowsOf(query, { pick: closing.signal, search: signal }).then(
        (rows) => {
          if (!signal.aborted) {
            showRows(query, rows);
          }
        },
        (error: unknown) => {
          if (!signal.aborted) {
            reject(error);
            pick.hide();
          }
        },
      );
    };
    pick.onDidChangeValue(show);
    pick.onDidAccept(() => {
      if (pick.busy) {
        isAccepted = true;
      } else {
        take(pick.selectedItems[0]);
      }
    });
    pick.onDidTriggerItemButton(({ item, button }) => pressRowButton(item, button));
    pick.onDidHide(() => {
      searching.abort();
      closing.abort();
      pick.dispose();
      resolve(undefined);
    });
    pick.value = text;
    show(text);
    pick.show();
  });
}
