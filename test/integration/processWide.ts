import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/** What every extension of the process shares, and what none may replace: by name, as it is now. */
export function processWide(): Readonly<Record<string, unknown>> {
  return {
    fetch: globalThis.fetch,
    dispatcher1: Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.1')),
    dispatcher2: Reflect.get(globalThis, Symbol.for('undici.globalDispatcher.2')),
    httpAgent: http.globalAgent,
    httpRequest: http.request,
    httpsAgent: https.globalAgent,
    httpsRequest: https.request,
    netConnect: net.connect,
    tlsConnect: tls.connect,
  };
}

/** Names of what is another object now than it was. */
export function changedSince(before: Readonly<Record<string, unknown>>): readonly string[] {
  const now = processWide();
  return Object.keys(now).filter((name) => now[name] !== before[name]);
}

/** The bundles, beside the extension's own, that were loaded so far: "transport.cjs". */
export function loadedBundles(): readonly string[] {
  return Object.keys(require.cache)
    .map((file) => /[\\/]dist[\\/]([\w-]+\.cjs)$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
}
