import { l10n } from 'vscode';
import { isHeaderValue } from '../../http/authentication.ts';
import type { HeaderEntry } from './connectionEntry.ts';

/** RFC 9110: token. */
const headerName = /^[!#$%&'*+.^_`|~0-9a-z-]+$/i;
/** Headers that the request sets itself, and headers that could make another server's response look like this one's. */
const ownHeaders = new Set([
  'accept',
  // What is encoded is not decoded here.
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
/** A JSON web token is an object in base64, whose first characters are always these. */
const secretValue = /^(bearer|basic)\s|^eyJ|ory_(pat|apikey|wak)_/i;

/** Why these cannot be a connection's headers, in one sentence that repeats no value; undefined when they can. */
export function headersProblem(headers: readonly HeaderEntry[]): string | undefined {
  if (headers.length === 0) {
    return l10n.t('“authentication.headers” is empty. Add a header, or choose another type.');
  }
  const taken = new Set<string>();
  for (const header of headers) {
    const problem = headerNameProblem(header.name, taken) ?? headerProblem(header);
    if (problem !== undefined) {
      return problem;
    }
    taken.add(header.name.trim().toLowerCase());
  }
  return undefined;
}

/** `taken` holds lower-case names. */
export function headerNameProblem(text: string, taken: ReadonlySet<string>): string | undefined {
  const name = text.trim();
  if (!headerName.test(name)) {
    return l10n.t('A header name consists of letters, digits and hyphens, e.g. X-Gateway-Key.');
  }
  if (ownHeaders.has(name.toLowerCase())) {
    return l10n.t('The header “{0}” is set by the request itself and cannot be configured.', name);
  }
  return taken.has(name.toLowerCase()) ? l10n.t('The header “{0}” is listed twice.', name) : undefined;
}

/** Whether a header of this name is taken for a secret, so that its value has no place in settings. */
export function isSecretHeaderName(name: string): boolean {
  return secretName.test(name.trim());
}

/** Why this cannot be the value of a header in plain sight, in one sentence that does not repeat it. */
export function plainHeaderProblem(name: string, value: string): string | undefined {
  return isSecretHeaderName(name) || secretValue.test(value.trim()) ? keptElsewhere(name) : headerValueProblem(value);
}

/** Why this cannot be a header's value, in one sentence that does not repeat it. */
export function headerValueProblem(value: string): string | undefined {
  if (value.trim() === '') {
    return l10n.t('The value is missing.');
  }
  return isHeaderValue(value) ? undefined : l10n.t('A header value must be a single line of Latin-1 characters.');
}

function headerProblem({ name, value, secret }: HeaderEntry): string | undefined {
  if (secret === true) {
    return value === undefined ? undefined : keptElsewhere(name);
  }
  if (value === undefined) {
    return l10n.t('The header “{0}” requires a value, or "secret": true.', name);
  }
  return plainHeaderProblem(name, value);
}

function keptElsewhere(name: string): string {
  return l10n.t(
    'The value of the header “{0}” is a secret, which must not be in settings. Replace it with "secret": true and run “Kratos: Enter Secrets” to put it in the secret storage.',
    name,
  );
}
