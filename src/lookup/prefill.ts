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

/** More ids than a person means at once: of so many, the first are asked for. */
export const mostIds = 10;
/** More characters than any identifier has, with the punctuation around it. */
const longestIdentifier = 200;

/** Without what stands in addresses of web pages, which may hold a user name. */
const email = /^[^\s@<>"':/?=]+@[^\s@<>"':/?=]+\.[^\s@<>"':/?=]+$/;

/** What a look-up begins with: its text, and the ids in it with what their surroundings said of them. */
export interface Prefill {
  readonly text: string;
  readonly ids: readonly FoundId[];
}

/** As people write them: "+49 30 1234". */
const phone = /^\+?[\d\s()./-]{5,}$/;
/** A user name perhaps, and no code: looked up at once, it goes to every server. */
const oneWord = /^[\p{L}\p{N}._+-]+$/u;

/**
 * The first of selection, word and clipboard that holds an id. An identity may be looked up by a selected address or phone
 * number or an e-mail address at the cursor, too, and where no id is at hand by a selected word; the clipboard counts for ids
 * only, for it may hold anything, and so does the word at the cursor, unless it is named as the id of something else.
 */
export function prefill(wanted: Wanted, { selection, word, beforeWord, clipboard }: TextsAtHand): Prefill {
  const selected = identifierIn(selection);
  const atCursor = identifierIn(word);
  return (
    withIdentifier(wanted, selected, (text) => email.test(text)) ??
    withIds(wanted, extractIds(selection)) ??
    withIdentifier(wanted, selected, (text) => phone.test(text)) ??
    withIds(wanted, extractIds(beforeWord + word.trim(), 'never')) ??
    withIdentifier(wanted, atCursor, (text) => email.test(text)) ??
    withIds(wanted, extractIds(clipboard)) ??
    withIdentifier(wanted, selected, (text) => oneWord.test(text)) ?? { text: '', ids: [] }
  );
}

/**
 * The text without what surrounds an address in prose and links: "mailto:ada@example.org," → "ada@example.org". Empty for a
 * text that is too long to be an identifier.
 */
function identifierIn(text: string): string {
  const trimmed = text.trim();
  return trimmed.length > longestIdentifier ? '' : trimmed.replace(/^mailto:/i, '').replace(/[.,;:)]+$/, '');
}

/**
 * The ids that a look-up is about: those that the text calls so, else those that it does not name, else the others (they
 * lead to what is wanted). It asks for the first `mostIds` of them.
 */
export function meantIds(ids: readonly FoundId[], wanted: Wanted): readonly FoundId[] {
  const ranked = [
    ids.filter(({ kind }) => kind === wanted),
    ids.filter(({ kind }) => kind === undefined),
    ids.filter(({ kind }) => kind !== undefined && kind !== wanted),
  ];
  return ranked.find((group) => group.length > 0) ?? [];
}

function withIds(wanted: Wanted, found: readonly FoundId[]): Prefill | undefined {
  const ids = meantIds(found, wanted);
  return ids.length === 0 ? undefined : { text: ids.map(({ id }) => id).join(' '), ids };
}

function withIdentifier(wanted: Wanted, text: string, isOne: (text: string) => boolean): Prefill | undefined {
  const fits = wanted === 'identity' && text !== '' && isOne(text);
  return fits ? { text, ids: [] } : undefined;
}
