import { type LogOutputChannel, window } from 'vscode';
import { redactPersonalData } from '../text/redactPersonalData.ts';

export type Log = Pick<LogOutputChannel, 'debug' | 'info' | 'warn' | 'error' | 'show' | 'dispose'>;

/**
 * Creates the log of the extension. Ignores messages after `dispose`, when VS Code throws, because requests that end
 * with the extension are logged later.
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

/** Logs an error of the extension. Errors quote URIs of files, which contain ids. */
export function logError(log: Pick<Log, 'error'>, error: unknown): void {
  log.error(redactPersonalData(error instanceof Error ? (error.stack ?? error.message) : String(error)));
}
