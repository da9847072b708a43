import { extractIds, type FoundId } from './extractIds.ts';

/** Where a look-up may find what the person means. */
export interface TextsAtHand {
  readonly selection: string;
  /** The word at the cursor. */
  readonly word: string;
  /** A little of what stands before that word: it tells which kind of id it is. */
  readonly beforeWord: string;
  readonly clipboard: string;
}

export type Wanted = 'session' | 'identity';

/** More ids than a person means at once. */
const mostIds = 10;
/** Longer than any identifier. */
const longestIdentifier = 200;

/** Without what stands in addresses of web pages, which may hold a user name. */
const email = /^[^\s@<>"':/?=]+@[^\s@<>"':/?=]+\.[^\s@<>"':/?=]+$/;

/** What a look-up begins with: its text, and the ids in it with what their surroundings said of them. */
export interface Prefill {
  readonly text: string;
  readonly ids: readonly FoundId[];
}

/**
 * The first of selection, word and clipboard that holds an id. An identity may be looked up by a selected identifier or an
 * e-mail address at the cursor, too; the clipboard counts for ids only, for it may hold anything.
 */
export function prefill(wanted: Wanted, { selection, word, beforeWord, clipboard }: TextsAtHand): Prefill {
  const selected = selection.trim();
  const atCursor = word.trim();
  return (
    withIdentifier(wanted, selected, (text) => email.test(text)) ??
    withIds(wanted, selected) ??
    withIdentifier(wanted, selected, (text) => !/[\r\n]/.test(text)) ??
    withIds(wanted, beforeWord + atCursor) ??
    withIdentifier(wanted, atCursor, (text) => email.test(text)) ??
    withIds(wanted, clipboard) ?? { text: '', ids: [] }
  );
}

/**
 * The ids that a look-up asks for: those that the text calls so, else those that it does not name, else the others (they
 * lead to what is wanted).
 */
export function meantIds(ids: readonly FoundId[], wanted: Wanted): readonly FoundId[] {
  const ranked = [
    ids.filter(({ kind }) => kind === wanted),
    ids.filter(({ kind }) => kind === undefined),
    ids.filter(({ kind }) => kind !== undefined && kind !== wanted),
  ];
  return (ranked.find((group) => group.length > 0) ?? []).slice(0, mostIds);
}

function withIds(wanted: Wanted, text: string): Prefill | undefined {
  const ids = meantIds(extractIds(text), wanted);
  return ids.length === 0 ? undefined : { text: ids.map(({ id }) => id).join(' '), ids };
}

function withIdentifier(wanted: Wanted, text: string, isOne: (text: string) => boolean): Prefill | undefined {
  const fits = wanted === 'identity' && text !== '' && text.length <= longestIdentifier && isOne(text);
  return fits ? { text, ids: [] } : undefined;
}
