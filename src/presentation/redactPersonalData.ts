import { l10n } from 'vscode';
import { isHidden } from '../kratos/redact.ts';
import { visibleText } from './visibleText.ts';

/** What replaces a redacted text. */
const left = { email: '<e-mail>', id: '<id>', key: '<key>' };

/** Also as it stands in a query. One without a dot in its host is an address inside a company. */
const email = /[^\s<>"'(),;:/?&=]+(?:@|%40)[\p{L}\p{N}][\p{L}\p{N}.-]*/giu;
const uuid = /(?<![\da-f])[\da-f]{8}(-?)[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}(?![\da-f])/gi;
/** Ory's tokens and keys, JSON Web Tokens, and whatever an Authorization header would hold. */
const key = /\bory_[a-z]{2,8}_[\w.~+/-]+|\beyJ[\w-]{8,}(?:\.[\w-]*)*|(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi;

/** Returns `text` without e-mail addresses, UUIDs and keys, for logs and reports. */
export function redactPersonalData(text: string): string {
  return withoutKeys(text).replace(email, left.email).replace(uuid, left.id);
}

/** Returns `text` without what looks like a key. */
export function withoutKeys(text: string): string {
  return text.replace(key, left.key);
}

/** Returns a text of a server or of the system as part of a sentence: visible, short, without keys. */
export function shownDetail(text: string): string {
  return isHidden(text) ? l10n.t('(not shown: it may repeat a key or password)') : withoutKeys(visibleText(text, 160));
}
