import { l10n } from 'vscode';
import { isHidden } from '../core/kratos/redact.ts';
import { visibleText } from './visibleText.ts';

const placeholders = { email: '<e-mail>', id: '<id>', key: '<key>' };

/**
 * Also matches addresses in queries and hosts without a dot. Starts only where a run of characters does, because a long
 * text without an address would otherwise take quadratic time.
 */
export const emailAddress = /(?<![^\s<>"'(),;:/?&=])[^\s<>"'(),;:/?&=]+(?:@|%40)[\p{L}\p{N}][\p{L}\p{N}.-]*/gu;
const uuid = /(?<![\da-f])[\da-f]{8}(-?)[\da-f]{4}\1[\da-f]{4}\1[\da-f]{4}\1[\da-f]{12}(?![\da-f])/gi;
/**
 * Ory's tokens and keys, JSON Web Tokens, and values of an Authorization header. Looks ahead first, because looking
 * back from each of many spaces takes quadratic time.
 */
const key =
  /\bory_[a-z]{2,8}_[\w.~+/-]+|\beyJ[\w-]{8,}(?:\.[\w-]*)*|(?=[\w.~+/=-]{6})(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]+/gi;

/** Redacts e-mail addresses, UUIDs and keys for logs and reports. */
export function redactPersonalData(text: string): string {
  return withoutKeys(text).replace(emailAddress, placeholders.email).replace(uuid, placeholders.id);
}

export function withoutKeys(text: string): string {
  return text.replace(key, placeholders.key);
}

/** Makes a text of a server or of the system safe for a sentence: visible, short and without keys. */
export function shownDetail(text: string): string {
  return isHidden(text) ? l10n.t('(not shown: it may repeat a key or password)') : withoutKeys(visibleText(text, 160));
}
