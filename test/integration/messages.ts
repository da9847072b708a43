import * as vscode from 'vscode';

const shows = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * Replaces VS Code's messages while the surrounding `describe` runs. Each message is closed with `button`, or without
 * one. Returns the messages of the current test.
 */
export function recordMessages(button?: string): readonly string[] {
  const shown: string[] = [];
  const real = shows.map((name) => [name, vscode.window[name]] as const);

  before(() => {
    for (const name of shows) {
      Reflect.set(vscode.window, name, async (text: string) => {
        shown.push(text);
        return button;
      });
    }
  });

  beforeEach(() => {
    shown.length = 0;
  });

  after(() => {
    for (const [name, show] of real) {
      Reflect.set(vscode.window, name, show);
    }
  });

  return shown;
}
