import { extractIds, type FoundId } from './extractIds.ts';

/** The texts that may contain what the user wants to look up. */
export interface PrefillSources {
  readonly selection: string;
  /** The word at the cursor. */
  readonly word: string;
  /** The text before that word, which may name the kind of id. */
  readonly beforeWord: string;
  readonly clipboard: string;
}

export type SearchedKind = 'session' | 'identity';

/** The most ids that one look-up requests. */
export const maxIds = 10;
const longestIdentifier = 200;

/** Excludes URLs with a user name. */
const email = /^[^\s@<>"':/?=]+@[^\s@<>"':/?=]+\.[^\s@<>"':/?=]+$/;

/** The initial text of a look-up, and its ids with the kinds that their source gave them. */
interface Prefill {
  readonly text: string;
  readonly ids: readonly FoundId[];
}

/** E.g. "+49 30 1234". */
const phone = /^\+?[\d\s()./-]{5,}$/;
/** A possible user name. Code must not match, because the text is sent to every server. */
const oneWord = /^[\p{L}\p{N}._+-]+$/u;

/**
 * Returns the ids of the selection, the word at the cursor or the clipboard. An identity look-up also takes a selected
 * address, phone number or word, or an e-mail address at the cursor. Other text of the clipboard is never used.
 * `others` says whether an id of something else at the cursor, such as a trace, is used.
 */
export function prefill(
  wanted: SearchedKind,
  { selection, word, beforeWord, clipboard }: PrefillSources,
  others: 'ifAlone' | 'never' = 'never',
): Prefill {
  const selected = identifierIn(selection);
  const atCursor = identifierIn(word);
  return (
    withIdentifier(wanted, selected, (text) => email.test(text)) ??
    withIds(wanted, extractIds(selection)) ??
    withIdentifier(wanted, selected, (text) => phone.test(text)) ??
    withIds(wanted, extractIds(beforeWord + word.trim(), others)) ??
    withIdentifier(wanted, atCursor, (text) => email.test(text)) ??
    withIds(wanted, extractIds(clipboard)) ??
    withIdentifier(wanted, selected, (text) => oneWord.test(text)) ?? { text: '', ids: [] }
  );
}

/** Removes what surrounds an address: "mailto:ada@example.org," → "ada@example.org". Returns "" for a long text. */
function identifierIn(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > longestIdentifier ? '' : trimmed.replace(/^mailto:/i, '').replace(/[.,;:)]+$/, '');
}

/** Returns the ids of the wanted kind, else those of unknown kind, else all others. */
export function relevantIds(ids: readonly FoundId[], wanted: SearchedKind): readonly FoundId[] {
  const ranked = [
    ids.filter(({ kind }) => kind === wanted),
    ids.filter(({ kind }) => kind === undefined),
    ids.filter(({ kind }) => kind !== undefined && kind !== wanted),
  ];
  return ranked.find((group) => group.length > 0) ?? [];
}

function withIds(wanted: SearchedKind, found: readonly FoundId[]): Prefill | undefined {
  const ids = relevantIds(found, wanted);
  return ids.length === 0 ? undefined : { text: ids.map(({ id }) => id).join(' '), ids };
}

function withIdentifier(wanted: SearchedKind, text: string, isOne: (text: string) => boolean): Prefill | undefined {
  const fits = wanted === 'identity' && text !== '' && isOne(text);
  return fits ? { text, ids: [] } : undefined;
}
