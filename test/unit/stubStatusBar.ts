import { commands, window } from 'vscode';
import { stub } from './stubVscode.ts';

const nothing = { dispose: () => undefined };

/** Stubs the status bar of VS Code while the tests of the calling file run, and returns what its item shows. */
export function stubStatusBar() {
  const bar = { text: '', tooltip: '', click: async () => {} };
  stub(window, {
    setStatusBarMessage: () => undefined,
    createStatusBarItem: () => Object.assign(bar, { show: () => undefined, ...nothing }),
  });
  stub(commands, {
    registerCommand: (_id: string, click: () => Promise<void>) => {
      bar.click = click;
      return nothing;
    },
  });
  return bar;
}
