import { commands, l10n, type QuickPick, QuickPickItemKind, type Uri, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import { followDirectories } from '../connections/followDirectories.ts';
import { LiveSearch, type Search, type SearchState } from '../core/lookup/liveSearch.ts';
import { identityUri, sessionUri } from '../files/uris.ts';
import { type LookupRow, lookupRows, type RowButton, type RowSurroundings } from './rows.ts';
import { type FoundItem, type LookupFinding, targetOf } from './searchConnections.ts';

interface LookupPick {
  readonly title: string;
  readonly placeholder: string;
  /** The initial text, which is looked up immediately. */
  readonly text: string;
  readonly search: Search<LookupFinding>;
  readonly isSearchable: (text: string) => boolean;
  readonly surroundings: () => RowSurroundings;
  readonly failed: (error: unknown) => void;
}

/** Shows a look-up and resolves with the finding that the user picks; undefined when the user closes it. */
export function showLookup(options: LookupPick): Promise<FoundItem | undefined> {
  return new Promise((resolve) => {
    const pick = createLookupPick<LookupRow>(options.title);
    pick.placeholder = options.placeholder;
    pick.value = options.text;
    let isStale = false;
    // Enter before the response, e.g. after a paste, takes a single finding when it arrives.
    let takesSingle = false;
    const take = (found: FoundItem) => {
      resolve(found);
      pick.hide();
    };
    let shown: SearchState<LookupFinding> | undefined;
    const show = (state: SearchState<LookupFinding>) => {
      shown = state;
      isStale = state.isStale;
      pick.busy = state.busy;
      const rows = lookupRows(state, options.isSearchable, options.surroundings());
      setRows(pick, rows);
      const [first, second] = rows.filter(({ kind }) => kind !== QuickPickItemKind.Separator);
      if (takesSingle && !state.busy && first?.found !== undefined && second === undefined) {
        take(first.found);
      }
    };
    const live = new LiveSearch<LookupFinding>(options.search, show, options.failed);
    const followed = followDirectories(options.surroundings().connections, (_id, { kind }) => {
      if (kind === 'waiting' && shown?.busy === true) {
        show(shown);
      }
    });

    pick.onDidChangeValue((text) => {
      takesSingle = false;
      live.type(text);
    });
    pick.onDidAccept(() => {
      const [row] = pick.selectedItems;
      const isNote = row?.found === undefined;
      if (isStale || (isNote && pick.busy) || row === undefined || row.retryConnectionId !== undefined) {
        takesSingle = true;
        if (row?.retryConnectionId !== undefined && !isStale) {
          options.surroundings().connections.resetConsent(row.retryConnectionId);
        }
        live.now(pick.value);
      } else if (row.found !== undefined) {
        take(row.found);
      }
    });
    pick.onDidTriggerItemButton(({ item, button }) => pressRowButton(item, button));
    pick.onDidHide(() => {
      live.dispose();
      followed.dispose();
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
    if (options.text !== '') {
      live.now(options.text);
    }
  });
}

/**
 * Creates a pick that stays open while the user copies an id from elsewhere, and keeps the order and groups of its rows
 * while a text is typed, for which VS Code has no API (microsoft/vscode#73904).
 */
export function createLookupPick<Row extends LookupRow>(title: string): QuickPick<Row> {
  const pick = window.createQuickPick<Row>();
  pick.title = title;
  pick.ignoreFocusOut = true;
  return Object.assign(pick, { sortByLabel: false });
}

/** Keeps the active row. VS Code activates the first row whenever rows are set. */
function setRows(pick: QuickPick<LookupRow>, rows: readonly LookupRow[]): void {
  const [active] = pick.activeItems;
  pick.items = rows;
  const same = rows.find((row) => active !== undefined && rowKey(row) === rowKey(active));
  if (same !== undefined) {
    pick.activeItems = [same];
  }
}

function rowKey({ found, label }: LookupRow): string {
  return found === undefined ? label : uriOf(found).toString();
}

/** Runs the command of a row's button. */
export function pressRowButton({ found }: LookupRow, button: object): void {
  if (found !== undefined && isRowButton(button)) {
    void commands.executeCommand(button.command, uriOf(found));
  }
}

function isRowButton(button: object): button is RowButton {
  return 'command' in button;
}

function uriOf(found: FoundItem): Uri {
  const target = targetOf(found);
  return target.kind === 'session' ? sessionUri(target) : identityUri(target);
}

/** Says that there are no connections and offers to add one. */
export async function offerConnection(): Promise<void> {
  const add = l10n.t('Add Connection');
  const demo = l10n.t('Open Demo');
  const chosen = await window.showInformationMessage(l10n.t('There are no connections to search yet.'), add, demo);
  if (chosen !== undefined) {
    await commands.executeCommand(chosen === add ? commandIds.addConnection : commandIds.tryDemo);
  }
}
