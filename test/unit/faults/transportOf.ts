import type { ConnectionOptions, SecretName } from '../../../src/http/connectionOptions.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import type { Transport } from '../../../src/http/transport.ts';
import { createUndiciTransport } from '../../../src/http/undiciTransport.ts';

/** The transport as it is, with the secrets that the person has entered. */
export function transportOf(
  options: ConnectionOptions,
  entered: ReadonlyMap<SecretName, string>,
  onExchange?: (exchange: Exchange) => void,
): Transport {
  return createUndiciTransport(options, {
    secrets: { get: async (name) => entered.get(name) },
    onExchange,
  });
}
