import type { HttpAnswer, TransportFailure } from './transport.ts';

/** A shorter secret may well be a word of the answer's own, which would be no answer without it. */
const shortestInBody = 8;

/** The failure with every one of `secrets` taken out of its texts, as it is and as an address writes it. */
export function withoutSecrets(failure: TransportFailure, secrets: Iterable<string>): TransportFailure {
  const hidden = formsOf(secrets);
  if (hidden.length === 0) {
    return failure;
  }
  if ('detail' in failure) {
    return { ...failure, detail: clean(failure.detail, hidden) };
  }
  return failure.kind === 'redirectedAway' ? { ...failure, target: clean(failure.target, hidden) } : failure;
}

/**
 * The answer, with `secrets` taken out of a body that is an error or no JSON: what a gateway echoes there would be shown.
 * What Kratos says of people stays byte for byte as it is.
 */
export function answerWithoutSecrets(answer: HttpAnswer, secrets: Iterable<string>): HttpAnswer {
  if (answer.status < 400 && answer.headers['content-type']?.includes('json')) {
    return answer;
  }
  const hidden = formsOf(secrets).filter(({ length }) => length >= shortestInBody);
  return hidden.some((secret) => answer.body.includes(secret))
    ? { ...answer, body: Buffer.from(clean(answer.body.toString('utf8'), hidden)) }
    : answer;
}

/** The headers as they may be told. */
export function headersWithoutSecrets(
  headers: HttpAnswer['headers'],
  secrets: Iterable<string>,
): HttpAnswer['headers'] {
  const hidden = formsOf(secrets);
  return hidden.length === 0
    ? headers
    : Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, clean(value, hidden)]));
}

/** Each secret as it is, in an address and in JSON; the longest first. */
function formsOf(secrets: Iterable<string>): readonly string[] {
  const forms = [...secrets].flatMap((secret) => [
    secret,
    // Half a surrogate pair has no form in an address.
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return [...new Set(forms)].filter((form) => form !== '').sort((a, b) => b.length - a.length);
}

function clean(text: string, hidden: readonly string[]): string {
  return hidden.reduce((rest, secret) => rest.replaceAll(secret, '…'), text);
}
