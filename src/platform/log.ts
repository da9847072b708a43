import { type LogOutputChannel, window } from 'vscode';

/**
 * The one log of the extension, with levels that a person can change in the Output view. Requests are written by their
 * template only: no id, no identifier, no query, no body.
 */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Kratos Explorer', { log: true });
}
