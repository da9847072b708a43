import { beforeEach } from 'vitest';
import { commands, EventEmitter, env, type MessageItem, type QuickPickItem, window, workspace } from 'vscode';
import { stub } from '../stubVscode.ts';

/** What the user is shown. */
export interface Question {
  readonly kind: 'modal' | 'message' | 'pick' | 'input';
  readonly text: string;
  readonly detail: string;
  /** The buttons or rows. */
  readonly choices: readonly string[];
}

/** What the user sees and chooses. */
class Screen {
  readonly questions: Question[] = [];
  readonly progressTitles: string[] = [];
  readonly progress: string[] = [];
  copied = '';
  cancel: () => void = () => undefined;
  /** Returns the label of the choice, the checked rows' labels, or the typed text. */
  answer: (question: Question) => unknown = () => undefined;
  /** Is called for the command that unlocks a connection. */
  unlock: (connectionId: string) => unknown = () => undefined;

  ask(question: Question): unknown {
    this.questions.push(question);
    return this.answer(question);
  }

  texts(kind: Question['kind']): readonly string[] {
    return this.questions.filter((one) => one.kind === kind).map(({ text }) => text);
  }
}

/** The screen of the window, for files that call `stubScreen`. */
export const screen = new Screen();

/** Presses the button that revokes in each modal. */
export const revokes = ({ kind, choices }: Question) =>
  kind === 'modal' ? choices.find((choice) => choice.startsWith('Revoke')) : undefined;

/** Lets VS Code ask the screen, which is reset for each test. */
export function stubScreen(): void {
  beforeEach(() => void Object.assign(screen, new Screen()));
  const messages = async (text: string, ...rest: unknown[]) => {
    const [options] = rest;
    const isModal = typeof options === 'object' && options !== null;
    const { detail = '' } = (isModal ? options : {}) as { readonly detail?: string };
    const buttons = (isModal ? rest.slice(1) : rest) as (string | MessageItem)[];
    const label = (button: string | MessageItem) => (typeof button === 'string' ? button : button.title);
    const chosen = await screen.ask({
      kind: isModal ? 'modal' : 'message',
      text,
      detail,
      choices: buttons.map(label),
    });
    return buttons.find((button) => label(button) === chosen);
  };
  stub(env, {
    clipboard: {
      writeText: async (text: string) => {
        screen.copied = text;
      },
    },
  });
  stub(commands, {
    executeCommand: async (id: string, node: { readonly connectionId: string }) =>
      id === 'kratosExplorer.unlockConnection' ? screen.unlock(node.connectionId) : undefined,
  });
  stub(workspace, { getConfiguration: () => ({ get: () => undefined }) });
  stub(window, {
    visibleTextEditors: [],
    tabGroups: { activeTabGroup: { viewColumn: 1 } },
    setStatusBarMessage: () => undefined,
    showTextDocument: async () => undefined,
    showInformationMessage: messages,
    showWarningMessage: messages,
    showErrorMessage: messages,
    showQuickPick: async (
      rows: readonly (string | QuickPickItem)[],
      { title, canPickMany }: { readonly title: string; readonly canPickMany?: boolean },
    ) => {
      const label = (row: string | QuickPickItem) => (typeof row === 'string' ? row : row.label);
      const detail = rows.flatMap((row) => (typeof row !== 'string' && row.picked ? row.label : [])).join('\n');
      const chosen = screen.ask({ kind: 'pick', text: title, detail, choices: rows.map(label) });
      return canPickMany && Array.isArray(chosen)
        ? rows.filter((row) => chosen.includes(label(row)))
        : rows.find((row) => label(row) === chosen);
    },
    showInputBox: async ({ title, prompt }: { readonly title: string; readonly prompt: string }) =>
      screen.ask({ kind: 'input', text: title, detail: prompt, choices: [] }),
    withProgress: (
      { title }: { readonly title: string },
      task: (progress: unknown, token: unknown) => Promise<void>,
    ) => {
      screen.progressTitles.push(title);
      const cancelled = new EventEmitter<void>();
      screen.cancel = () => cancelled.fire();
      const report = ({ message }: { message: string }) => screen.progress.push(message);
      return task({ report }, { onCancellationRequested: cancelled.event });
    },
  });
}
