/** What a row shows of one text at most; the tooltip has the whole. */
export const rowTextLimit = 120;

/** U+2800 is a symbol that looks like nothing. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/v;

/**
 * Emoji, which keep the joiners and selectors inside them, and characters that cannot be seen. Compiled at first use: the
 * list of all emoji takes V8 tens of milliseconds, already when it reads a literal.
 */
let unseenOrEmoji: RegExp | undefined;

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/v;

/**
 * `text` on one line, with everything that cannot be seen made visible: controls, line ends, bidirectional marks,
 * zero-width characters and lone surrogates become e.g. ⟨U+202E⟩. Longer than `limit` characters, it ends in "…".
 */
export function visibleText(text: string, limit = Number.POSITIVE_INFINITY): string {
  // Cut first: a text of megabytes costs no more than what is shown of it.
  const head = text.length > limit ? text.slice(0, limit + 1) : text;
  if (!unseen.test(head)) {
    return cut(head, limit);
  }
  unseenOrEmoji ??= new RegExp(String.raw`(\p{RGI_Emoji})|${unseen.source}`, 'gv');
  return cut(
    head.replace(unseenOrEmoji, (found, emoji?: string) => emoji ?? marked(found)),
    limit,
  );
}

function marked(found: string): string {
  const code = found.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

function cut(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const last = text.charCodeAt(limit - 2);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, splitsPair ? limit - 2 : limit - 1)}…`;
}

/**
 * The facts that there are, as one line: "ada@example.org · 51 of 51". One that holds right-to-left letters is isolated,
 * for it would otherwise pull the numbers of its neighbours to its other side.
 */
export function factLine(facts: readonly (string | undefined)[]): string {
  return facts
    .filter((fact): fact is string => fact !== undefined && fact !== '')
    .map((fact) => (rightToLeft.test(fact) ? `\u2068${fact}\u2069` : fact))
    .join(' · ');
}
