import type { TransportFailure } from './transport.ts';

/** The failure with every one of `secrets` taken out of its texts, as it is and as an address writes it. */
export function withoutSecrets(failure: TransportFailure, secrets: Iterable<string>): TransportFailure {
  const hidden = [...new Set([...secrets].flatMap((secret) => [secret, encodeURIComponent(secret)]))]
    .filter((secret) => secret !== '')
    .sort((a, b) => b.length - a.length);
  const clean = (text: string) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
  if (hidden.length === 0) {
    return failure;
  }
  if ('detail' in failure) {
    return { ...failure, detail: clean(failure.detail) };
  }
  return failure.kind === 'redirectedAway' ? { ...failure, target: clean(failure.target) } : failure;
}
