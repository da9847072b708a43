import { commands, Disposable, l10n, StatusBarAlignment, window } from 'vscode';
import { statusBarText } from '../text/visibleText.ts';

const shownMs = 5000;
const withActionsMs = 30_000;

interface Done {
  /** "Saved the session in x.json" */
  readonly text: string;
  /** Shown in the tooltip, and above the actions. */
  readonly detail?: string;
  /** By label. */
  readonly actions: Readonly<Record<string, () => unknown>>;
}

/** Says in the status bar what was copied or saved. */
export function sayDone(text: string): void {
  window.setStatusBarMessage(statusBarText(text), shownMs);
}

let shown: Disposable | undefined;

/** Says it longer, and offers actions at a click. */
export function offerDone({ text, detail = '', actions }: Done): void {
  shown?.dispose();
  const command = 'kratosExplorer.chooseDoneAction';
  const item = window.createStatusBarItem('kratosExplorer.done', StatusBarAlignment.Left);
  item.name = l10n.t('Kratos: Saved');
  item.text = `$(check) ${statusBarText(text)}`;
  item.tooltip = [text, detail, l10n.t('Click for: {0}', Object.keys(actions).join(', '))].filter(Boolean).join('\n');
  item.accessibilityInformation = { label: item.tooltip, role: 'button' };
  item.command = command;
  const timer = setTimeout(() => shown?.dispose(), withActionsMs);
  shown = Disposable.from(
    item,
    commands.registerCommand(command, async () => {
      const chosen = await window.showQuickPick(Object.keys(actions), { title: text, placeHolder: detail });
      await actions[chosen ?? '']?.();
    }),
    new Disposable(() => clearTimeout(timer)),
  );
  item.show();
}
