import * as vscode from 'vscode';

const shows = ['showInformationMessage', 'showWarningMessage', 'showErrorMessage'] as const;

/**
 * Takes the place of VS Code's messages while the surrounding `describe` runs: the tests read them, and no one is there
 * to close them: each is answered by `button`, or by none. What comes back holds the messages of the present test.
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
