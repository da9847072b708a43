import { onTestFinished } from 'vitest';
import {
  type ConnectionOptions,
  defaultOptions,
  type NetworkSettings,
  type SecretName,
  type Secrets,
} from '../../../../src/core/http/connectionOptions.ts';
import {
  type ReadRequest,
  type Transport,
  TransportError,
  type TransportFailure,
} from '../../../../src/core/http/transport.ts';
import { type TransportParts, UndiciTransport } from '../../../../src/core/http/undiciTransport.ts';

export const noNetworkSettings: NetworkSettings = {
  proxy: undefined,
  noProxy: [],
  proxyAuthorization: undefined,
  proxySupport: true,
};

/** Creates a transport that is closed when the test ends. */
export function transportTo(
  base: URL | string,
  parts: Partial<TransportParts> = {},
  options: Partial<ConnectionOptions> = {},
): Transport {
  const transport = new UndiciTransport({ ...defaultOptions(new URL(base)), ...options }, parts);
  onTestFinished(() => transport.close());
  return transport;
}

export function get(path: string, more: Partial<ReadRequest> = {}): ReadRequest {
  return { method: 'GET', path, template: path, ...more };
}

export async function failureOf(asked: Promise<unknown>): Promise<TransportFailure> {
  const error: unknown = await asked.then(
    () => new Error('answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof TransportError) {
    return error.failure;
  }
  throw error;
}

/** Secrets that were all entered for `origin`. */
export function secretsFor(origin: string, entered: Partial<Record<SecretName, string>>): Secrets {
  return { get: async (name, asking) => (asking === origin ? entered[name] : undefined) };
}
