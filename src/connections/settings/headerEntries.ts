import { l10n } from 'vscode';
import { isHeaderValue } from '../../core/http/authentication.ts';
import type { HeaderEntry } from './connectionEntry.ts';
import { refuse } from './unusableValue.ts';

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

/** Refuses headers that a connection cannot have. */
export function checkHeaders(headers: readonly HeaderEntry[]): void {
  if (headers.length === 0) {
    refuse(l10n.t('“authentication.headers” is empty. Add a header, or choose another type.'));
  }
  checkHeaderNames(headers.map(({ name }) => name));
  for (const { name, value, secret } of headers) {
    if (value !== undefined) {
      checkedPlainValue(name, value, secret);
    } else if (secret !== true) {
      refuse(l10n.t('The header “{0}” requires a value, or "secret": true.', name));
    }
  }
}

export function checkHeaderNames(names: readonly string[]): void {
  const taken = new Set<string>();
  for (const text of names) {
    const name = text.trim();
    if (!headerName.test(name)) {
      refuse(l10n.t('A header name consists of letters, digits and hyphens, e.g. X-Gateway-Key.'));
    }
    if (ownHeaders.has(name.toLowerCase())) {
      refuse(l10n.t('The header “{0}” is set by the request itself. Remove it.', name));
    }
    if (taken.has(name.toLowerCase())) {
      refuse(l10n.t('The header “{0}” is listed twice. Remove one.', name));
    }
    taken.add(name.toLowerCase());
  }
}

/** Returns whether a header of this name counts as a secret, so that its value must not be in settings. */
export function isSecretHeaderName(name: string): boolean {
  return secretName.test(name.trim());
}

/** Returns the value of a header in settings, where none may be a secret. */
export function checkedPlainValue(name: string, value: string, isSecret = false): string {
  if (isSecret || isSecretHeaderName(name) || secretValue.test(value.trim())) {
    refuse(
      l10n.t(
        'The value of the header “{0}” is a secret, which must not be in settings. Replace it with "secret": true and run “Kratos: Enter Secrets” to put it in the secret storage.',
        name,
      ),
    );
  }
  return checkedHeaderValue(value);
}

/** Returns the value of a header without surrounding spaces. */
export function checkedHeaderValue(value: string): string {
  if (value.trim() === '') {
    refuse(l10n.t('The value is missing. Enter it.'));
  }
  if (!isHeaderValue(value)) {
    refuse(l10n.t('A header value must be a single line of Latin-1 characters.'));
  }
  return value.trim();
}
