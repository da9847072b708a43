/** An id may follow any of these, of which the last character is a letter or a digit: "%22", "\n", "\u003c", "ESC[32m". */
// Bounded: without an end, each place in a long run of "25" is looked at from every other one.
const percent = String.raw`%(?:25){0,8}[\da-f]{2}`;
const letter = String.raw`\\[bfnrt]`;
const code = String.raw`\\(?:u[\da-f]{4}|x[\da-f]{2})`;
// A colour as a terminal gets it, or as the same line stands in a JSON log.
const colour = String.raw`(?:\p{Cc}|\\u001b|\\x1b|\\033|\\e)\[[\d;]{0,20}m`;

/** The source of a regular expression (with the flags "i" and "u") for one escape of an address, a text in code or a coloured log. */
export const escapeSource = `(?:${colour}|${percent}|${letter}|${code})`;

const colours = new RegExp(colour, 'giu');
const codes = /%(?:25)*([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})/giu;
const letters = new RegExp(letter, 'gu');

/** `text` with what its escapes stand for: "session_id%3D" → "session_id=". Colours stand for nothing. */
export function unescaped(text: string): string {
  return text
    .replace(colours, '')
    .replace(codes, (_escape, ...digits: (string | undefined)[]) =>
      String.fromCharCode(Number.parseInt(digits.slice(0, 3).find((hex) => hex !== undefined) ?? '20', 16)),
    )
    .replace(letters, ' ');
}
