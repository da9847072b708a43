import { commands, Disposable, l10n, ProgressLocation, StatusBarAlignment, type Uri, window } from 'vscode';
import { statusBarText } from '../text/visibleText.ts';

const shownMs = 5000;
const withActionsMs = 30_000;

interface Saved {
  /** "Saved the session in x.json" */
  readonly text: string;
  /** Shown in the tooltip, and above the actions. */
  readonly detail?: string;
  /** What is offered besides opening the file, by label. */
  readonly actions?: Readonly<Record<string, () => unknown>>;
}

/** Shows in the status bar what is being done, if it takes longer than a moment. */
export function withStatusProgress<T>(title: string, work: Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Window, title }, () => work);
}

/** Shows in the status bar what was copied or saved. */
export function showDone(text: string): void {
  window.setStatusBarMessage(statusBarText(text), shownMs);
}

let shown: Disposable | undefined;

/** Shows for longer that a file was saved, and offers actions at a click. */
export function showSaved(file: Uri, { text, detail = '', ...more }: Saved): void {
  shown?.dispose();
  const actions = { ...more.actions, [l10n.t('Open File')]: () => commands.executeCommand('vscode.open', file) };
  const labels = Object.keys(actions);
  const command = 'kratosExplorer.chooseDoneAction';
  const item = window.createStatusBarItem('kratosExplorer.done', StatusBarAlignment.Left);
  item.name = l10n.t('Kratos: Saved');
  item.text = `$(check) ${statusBarText(text)}`;
  item.tooltip = [text, detail, l10n.t('Click for: {0}', labels.join(', '))].filter(Boolean).join('\n');
  item.accessibilityInformation = { label: item.tooltip, role: 'button' };
  item.command = command;
  const timer = setTimeout(() => shown?.dispose(), withActionsMs);
  shown = Disposable.from(
    item,
    commands.registerCommand(command, async () => {
      const chosen = await window.showQuickPick(labels, { title: text, placeHolder: detail });
      await actions[chosen ?? '']?.();
    }),
    new Disposable(() => clearTimeout(timer)),
  );
  item.show();
}
