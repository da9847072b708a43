import type { ExactJson } from './exactJson.ts';
import { closeBracket, comma, openBracket } from './jsonBytes.ts';
import type { JsonSpan } from './jsonSpans.ts';

/** Replaces an identity in a kept text, which stays JSON. */
const placeholder = 0x30;

/**
 * The exact text of one item, in a buffer that its page shares. Strings are made on use, because thousands of them
 * would slow down the garbage collector.
 */
export class HeldJson implements ExactJson {
  readonly identity: string | undefined;
  readonly #page: Buffer;
  readonly #start: number;
  readonly #cut: number;
  readonly #end: number;

  /** `identity` is the text that was left out at `span.cut`. */
  constructor(page: Buffer, span: HeldSpan, identity: string | undefined) {
    this.#page = page;
    this.#start = span.start;
    this.#cut = span.cut;
    this.#end = span.end;
    this.identity = identity;
  }

  get before(): string {
    return this.#page.toString('utf8', this.#start, this.#cut);
  }

  get after(): string {
    return this.#page.toString('utf8', Math.min(this.#cut + 1, this.#end), this.#end);
  }
}

/** The place of an item in its page, in bytes. `cut` is where its identity was, or its end. */
export interface HeldSpan {
  readonly start: number;
  readonly cut: number;
  readonly end: number;
}

/**
 * Copies the items of a response into a JSON array, without the identities of the items that `withhold` names. An
 * identity is most of a session's text, and the same in all sessions.
 */
export function holdItems(
  body: Buffer,
  spans: readonly JsonSpan[],
  withhold: readonly boolean[],
): { readonly page: Buffer; readonly held: readonly HeldSpan[] } {
  // Not from Node's shared pool: a page is kept for as long as one of its rows is.
  const page = Buffer.allocUnsafeSlow(heldLength(spans, withhold));
  let at = 0;
  const held = spans.map((span, place) => {
    page[at] = place === 0 ? openBracket : comma;
    at += 1;
    const start = at;
    at += body.copy(page, at, span.start, withhold[place] ? span.identityStart : span.end);
    const cut = at;
    if (withhold[place]) {
      page[at] = placeholder;
      at += 1;
      at += body.copy(page, at, span.identityEnd, span.end);
    }
    return { start, cut, end: at };
  });
  page[at] = closeBracket;
  return { page, held };
}

/** Counts one byte of punctuation for each item, and the closing bracket. */
function heldLength(spans: readonly JsonSpan[], withhold: readonly boolean[]): number {
  const lengths = spans.map((span, place) => {
    const left = withhold[place] ? span.identityEnd - span.identityStart - 1 : 0;
    return span.end - span.start - left + 1;
  });
  return lengths.reduce((sum, length) => sum + length, 1);
}
