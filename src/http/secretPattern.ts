/**
 * Finds every one of `secrets` in a text, however the text writes it: as it is, percent-encoded, escaped as in JSON or in
 * HTML, or in a mixture, for encoders differ in what they let stand. The longest first: one may be a part of another.
 * Undefined when there is none to find.
 */
export function secretPattern(secrets: Iterable<string>): RegExp | undefined {
  const known = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return known.length === 0 ? undefined : new RegExp(known.map(inAnyWriting).join('|'), 'g');
}

/**
 * Whatever answers chooses the text that is looked through, so a pattern must not have many ways to read the same part of it:
 * no two things that repeat stand beside each other, and none can begin anywhere within a long run.
 */
function inAnyWriting(secret: string): string {
  const runs = secret.match(/\P{ASCII}+|\\+|[^\\]/gu) ?? [];
  return runs.map(waysToWriteRun).join('');
}

/** One character, or a run of those that are written as one: backslashes, and what is not ASCII. */
function waysToWriteRun(run: string): string {
  const each = [...run].map(waysToWrite).join('');
  if (run.startsWith('\\')) {
    return `(?:\\\\{${run.length},${run.length * mostEscapes}}|${each})`;
  }
  // Where the two ends do not agree on the encoding. From its first one on, for each further one would try all the rest.
  return (run.codePointAt(0) ?? 0) > 0x7f ? `(?:${each}|(?<!\\ufffd)\\ufffd+)` : each;
}

/** Backslashes before what was escaped again and again: 1, 3, 7, 15. */
const mostEscapes = 16;
const backslashes = `\\\\{1,${mostEscapes}}`;

const entities: Readonly<Record<string, string>> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot', "'": 'apos' };

/** One character, as a pattern. What was escaped several times counts as well. */
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
      .map((unit) => `${backslashes}u${anyCase(unit, 4)}`)
      .join(''),
    `&(?:amp;)*#(?:0*${point}|[xX]0*${anyCase(point, 1)});`,
    ...(entity === undefined ? [] : [`&(?:amp;)*${entity};`]),
    ...shortEscape(character),
    ...(character === ' ' ? ['\\+'] : []),
    // Where the two ends do not agree on the encoding.
    ...(point > 0x7f ? [plain(bytes.toString('latin1'))] : []),
    // A run of backslashes is read as one.
    ...(character === '\\' ? [] : [plain(character)]),
  ];
  return `(?:${ways.join('|')})`;
}

/** As JSON writes it with a backslash alone; some writers do so with a slash. */
function shortEscape(character: string): string[] {
  const escaped = character === '/' ? '\\/' : JSON.stringify(character).slice(1, -1);
  return /^\\[^u\\]$/.test(escaped) ? [`${backslashes}${plain(escaped.slice(1))}`] : [];
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
