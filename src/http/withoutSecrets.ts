import { secretPattern } from './secretPattern.ts';
import type { HttpAnswer, TransportFailure } from './transport.ts';

/** The failure with every one of `secrets` taken out of its texts, however they write it. */
export function withoutSecrets(failure: TransportFailure, secrets: Iterable<string>): TransportFailure {
  if ('detail' in failure) {
    return { ...failure, detail: textWithoutSecrets(failure.detail, secrets) };
  }
  return failure.kind === 'redirectedAway'
    ? { ...failure, target: textWithoutSecrets(failure.target, secrets) }
    : failure;
}

/** The headers as they may be told. */
export function headersWithoutSecrets(
  headers: HttpAnswer['headers'],
  secrets: Iterable<string>,
): HttpAnswer['headers'] {
  const pattern = secretPattern(secrets);
  return pattern === undefined
    ? headers
    : Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replaceAll(pattern, '…')]));
}

/** A text as it may be told. */
export function textWithoutSecrets(text: string, secrets: Iterable<string>): string {
  const pattern = secretPattern(secrets);
  return pattern === undefined ? text : text.replaceAll(pattern, '…');
}
