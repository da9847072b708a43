import type { Exchange } from '../http/exchange.ts';
import type { Log } from '../platform/log.ts';

/** Writes one line for each request: which connection, which template, what came back. Not localised: logs are quoted to others. */
export function requestLog(log: Pick<Log, 'info' | 'warn'>, connectionName: string): (exchange: Exchange) => void {
  return ({ template, milliseconds, outcome }) => {
    const asked = `[${connectionName}] GET ${template}`;
    const took = `${Math.round(milliseconds)} ms`;
    switch (outcome.kind) {
      case 'answered':
        log[outcome.status < 400 ? 'info' : 'warn'](`${asked}: ${outcome.status}, ${outcome.bytes} bytes, ${took}`);
        return;
      case 'failed':
        log.warn(`${asked}: ${outcome.failure}, ${took}`);
        return;
    }
  };
}
