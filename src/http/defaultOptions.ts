import type { ConnectionOptions } from './connectionOptions.ts';

/** A server without access control, reached directly: the demo's, and those of tests. */
export function defaultOptions(base: URL): ConnectionOptions {
  return {
    base,
    authentication: { kind: 'none' },
    tls: { verify: true },
    proxy: { kind: 'none' },
    timeoutMs: 30_000,
    budget: 'unlimited',
  };
}
