import type { ConnectionOptions, SecretName } from '../../../src/http/connectionOptions.ts';
import type { Exchange } from '../../../src/http/exchange.ts';
import { openTransport } from '../../../src/http/openTransport.ts';
import type { Transport } from '../../../src/http/transport.ts';

/** The transport as it is, with its budget and its retries, with the secrets that the person has entered. */
export function transportOf(
  options: ConnectionOptions,
  entered: ReadonlyMap<SecretName, string>,
  onExchange?: (exchange: Exchange) => void,
): Transport {
  return openTransport(options, {
    secrets: { get: async (name) => entered.get(name) },
    onExchange,
  });
}
