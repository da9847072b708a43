import * as vscode from 'vscode';

const shows = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * Replaces VS Code's messages while the surrounding `describe` runs. Each message is closed with `button`, or without
 * one. Returns the messages of the current test.
 */
export function hearMessages(button?: string): readonly string[] {
  const heard: string[] = [];
  const real = shows.map((name) => [name, vscode.window[name]] as const);

  before(() => {
    for (const name of shows) {
      Reflect.set(vscode.window, name, async (text: string) => {
        heard.push(text);
        return button;
      });
    }
  });

  beforeEach(() => {
    heard.length = 0;
  });

  after(() => {
    for (const [name, show] of real) {
      Reflect.set(vscode.window, name, show);
    }
  });

  return heard;
}
