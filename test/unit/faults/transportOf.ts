import type { ConnectionOptions } from '../../../src/http/connectionOptions.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createUndiciTransport } from '../../../src/http/undiciTransport.ts';

export function transportOf({ base, timeoutMs }: ConnectionOptions): Transport {
  return createUndiciTransport(base, { timeoutMs });
}
