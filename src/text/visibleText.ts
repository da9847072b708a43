export const rowTextLimit = 120;

/** U+2800 is a symbol that looks blank. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/v;

/**
 * Matches emoji, whose joiners and selectors stay, and invisible characters. Compiled at first use, because V8 takes
 * tens of milliseconds for the list of emoji, even in a literal.
 */
let unseenOrEmoji: RegExp | undefined;

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/v;

/**
 * Returns `text` on one line with controls, line ends, bidirectional marks, zero-width characters and lone surrogates
 * as e.g. ⟨U+202E⟩. A text longer than `limit` ends in "…".
 */
export function visibleText(text: string, limit = Number.POSITIVE_INFINITY): string {
  // Cut first, so that a text of megabytes costs no more than its shown part.
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

/** Returns `text` as `visibleText` does, cut for a row. */
export function shortText(text: string): string {
  return visibleText(text, rowTextLimit);
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

/** VS Code draws "$(name)" in rows of quick picks and below input boxes as an icon, "\$(name)" as text. */
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;

/** Makes a text safe for a row of a quick pick: on one line, with visible characters and without icons. */
export function rowText(text: string): string {
  return visibleText(text).replace(icon, '\\$&');
}

/** Makes a text safe for the status bar, where "$(name)" would become an icon. */
export function statusBarText(text: string, limit?: number): string {
  return visibleText(text, limit).replaceAll('$(', '$\u2060(');
}

/**
 * Joins the facts that are present: "ada@example.org · 51 of 51". Isolates right-to-left text, which would otherwise
 * move the numbers beside it.
 */
export function factLine(facts: readonly (string | undefined)[]): string {
  return facts
    .filter((fact): fact is string => fact !== undefined && fact !== '')
    .map((fact) => (rightToLeft.test(fact) ? `\u2068${fact}\u2069` : fact))
    .join(' · ');
}
