import { l10n } from 'vscode';
import { isHeaderValue } from '../../core/http/authentication.ts';
import type { HeaderEntry } from './connectionEntry.ts';

/** RFC 9110: token. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Headers that the request sets itself, and headers that could make another server's response look like this one's. */
const ownHeaders = new Set([
  'accept',
  // Encoded responses are not decoded.
  'accept-encoding',
  'connection',
  'content-length',
  'content-type',
  'expect',
  'host',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);
const secretName = /cookie|api-?key|[-_]key$|auth|token|secret|pass/i;
/** A JSON web token begins with "eyJ", a JSON object in base64. */
const secretValue = /^(bearer|basic)\s|^eyJ|ory_(pat|apikey|wak)_/i;

/** Returns why these cannot be a connection's headers, in one sentence that repeats no value, or undefined. */
export function headersProblem(headers: readonly HeaderEntry[]): string | undefined {
  if (headers.length === 0) {
    return l10n.t('“authentication.headers” is empty. Add a header, or choose another type.');
  }
  return headerNamesProblem(headers.map(({ name }) => name)) ?? firstProblem(headers, headerProblem);
}

export function headerNamesProblem(names: readonly string[]): string | undefined {
  const taken = new Set<string>();
  return firstProblem(names, (text) => {
    const name = text.trim();
    if (!headerName.test(name)) {
      return l10n.t('A header name consists of letters, digits and hyphens, e.g. X-Gateway-Key.');
    }
    if (ownHeaders.has(name.toLowerCase())) {
      return l10n.t('The header “{0}” is set by the request itself and cannot be configured.', name);
    }
    if (taken.has(name.toLowerCase())) {
      return l10n.t('The header “{0}” is listed twice.', name);
    }
    taken.add(name.toLowerCase());
    return undefined;
  });
}

function firstProblem<Item>(items: readonly Item[], problemOf: (item: Item) => string | undefined): string | undefined {
  for (const item of items) {
    const problem = problemOf(item);
    if (problem !== undefined) {
      return problem;
    }
  }
  return undefined;
}

/** Returns whether a header of this name counts as a secret, so that its value must not be in settings. */
export function isSecretHeaderName(name: string): boolean {
  return secretName.test(name.trim());
}

/** Returns why this cannot be the value of a header in settings, in one sentence that does not repeat it. */
export function plainHeaderProblem(name: string, value: string): string | undefined {
  return isSecretHeaderName(name) || secretValue.test(value.trim())
    ? secretInSettings(name)
    : headerValueProblem(value);
}

/** Returns why this cannot be a header's value, in one sentence that does not repeat it. */
export function headerValueProblem(value: string): string | undefined {
  if (value.trim() === '') {
    return l10n.t('The value is missing.');
  }
  return isHeaderValue(value) ? undefined : l10n.t('A header value must be a single line of Latin-1 characters.');
}

function headerProblem({ name, value, secret }: HeaderEntry): string | undefined {
  if (secret === true) {
    return value === undefined ? undefined : secretInSettings(name);
  }
  if (value === undefined) {
    return l10n.t('The header “{0}” requires a value, or "secret": true.', name);
  }
  return plainHeaderProblem(name, value);
}

function secretInSettings(name: string): string {
  return l10n.t(
    'The value of the header “{0}” is a secret, which must not be in settings. Replace it with "secret": true and run “Kratos: Enter Secrets” to put it in the secret storage.',
    name,
  );
}
