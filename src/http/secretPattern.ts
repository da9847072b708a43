/**
 * Finds every one of `secrets` in a text, however the text writes it: as it is, percent-encoded, escaped as in JSON or in
 * HTML, or in a mixture, for encoders differ in what they let stand. The longest first: one may be a part of another.
 * Undefined when there is none to find.
 */
export function secretPattern(secrets: Iterable<string>): RegExp | undefined {
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return known.length === 0
    ? undefined
    : new RegExp(known.map((secret) => [...secret].map(waysToWrite).join('')).join('|'), 'g');
}

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** One character, as a pattern. What was escaped twice counts as well. */
function waysToWrite(character: string): string {
  if (/^[\da-z]$/i.test(character)) {
    return character;
  }
  const bytes = Buffer.from(character);
  const point = character.codePointAt(0) ?? 0;
  const entity = entities[character];
  const ways = [
    `%(?:25)*${[...bytes].map((byte) => anyCase(byte, 2)).join('%(?:25)*')}`,
    unitsOf(character)
      .map((unit) => `\\\\+u${anyCase(unit, 4)}`)
      .join(''),
    `&(?:amp;)*#(?:0*${point}|[xX]0*${anyCase(point, 1)});`,
    ...(entity === undefined ? [] : [`&(?:amp;)*${entity};`]),
    ...shortEscape(character),
    ...(character === ' ' ? ['\\+'] : []),
    // Where the two ends do not agree on the encoding.
    ...(point > 0x7f ? [plain(bytes.toString('latin1')), '\\ufffd+'] : []),
    plain(character),
  ];
  return `(?:${ways.join('|')})`;
}

/** As JSON writes it with a backslash alone; some writers do so with a slash. */
function shortEscape(character: string): string[] {
  const escaped = character === '/' ? '\\/' : JSON.stringify(character).slice(1, -1);
  return /^\\[^u]$/.test(escaped) ? [`\\\\+${plain(escaped.slice(1))}`] : [];
}

function plain(text: string): string {
  return unitsOf(text)
    .map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`)
    .join('');
}

function unitsOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, place) => text.charCodeAt(place));
}

function anyCase(value: number, digits: number): string {
  const hex = value.toString(16).padStart(digits, '0');
  return hex.replaceAll(/[a-f]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
}
