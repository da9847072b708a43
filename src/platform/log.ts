import { type LogOutputChannel, window } from 'vscode';
import { impersonal } from '../presentation/impersonal.ts';

/**
 * The one log of the extension, with levels that a person can change in the Output view. Requests are written by their
 * template only: no id, no identifier, no query, no body, at no level.
 */
export function createLog(): LogOutputChannel {
  return window.createOutputChannel('Kratos Explorer', { log: true });
}

/** Writes what went wrong in the extension itself. Errors quote addresses of files, which hold ids of people. */
export function logError(log: Pick<LogOutputChannel, 'error'>, error: unknown): void {
  log.error(impersonal(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}
