import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/** Returns the objects that all extensions of the process share, by name. */
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

/** Returns the names of the objects that were replaced. */
export function changedSince(before: Readonly<Record<string, unknown>>): readonly string[] {
  const now = processWide();
  return Object.keys(now).filter((name) => now[name] !== before[name]);
}

/** Returns the loaded bundles besides the extension's entry, e.g. "transport.cjs". */
export function loadedBundles(): readonly string[] {
  return Object.keys(require.cache)
    .map((file) => /[\\/]dist[\\/]([\w-]+\.cjs)$/.exec(file)?.[1])
    .filter((name) => name !== undefined);
}
