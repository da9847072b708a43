import { ProgressLocation, window } from 'vscode';

/** Shows in the status bar what is being done, if it takes longer than a moment. */
export function withStatusProgress<T>(title: string, work: Promise<T>): Thenable<T> {
  return window.withProgress({ location: ProgressLocation.Window, title }, () => work);
}
