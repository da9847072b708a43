import { type LogOutputChannel, window } from 'vscode';
import { redactPersonalData } from '../presentation/redactPersonalData.ts';

export type Log = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

/**
 * The one log of the extension, with levels that a person can change in the Output view. Requests are written by their
 * template only: no id, no identifier, no query, no body, at no level.
 *
 * What is written after `dispose` goes nowhere: requests that end with the extension are reported a moment after it, and
 * VS Code throws at whoever writes to a closed channel.
 */
export function createLog(): Log {
  const channel = window.createOutputChannel('Kratos Explorer', { log: true });
  let open = true;
  const whileOpen =
    <Words extends unknown[]>(write: (...words: Words) => void) =>
    (...words: Words) => {
      if (open) {
        write(...words);
      }
    };
  return {
    debug: whileOpen<[message: string, ...args: unknown[]]>((...words) => channel.debug(...words)),
    info: whileOpen<[message: string, ...args: unknown[]]>((...words) => channel.info(...words)),
    warn: whileOpen<[message: string, ...args: unknown[]]>((...words) => channel.warn(...words)),
    error: whileOpen<[error: string | Error, ...args: unknown[]]>((...words) => channel.error(...words)),
    show: whileOpen(() => channel.show()),
    dispose: () => {
      open = false;
      channel.dispose();
    },
  };
}

/** Writes what went wrong in the extension itself. Errors quote addresses of files, which hold ids of people. */
export function logError(log: Pick<Log, 'error'>, error: unknown): void {
  log.error(redactPersonalData(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}
