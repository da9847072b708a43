import { jsonHints } from './jsonHints.ts';
import { type IdKind, kindOfName, kindOfPath } from './kindOfName.ts';

/** A UUID in a text, in lower case with hyphens as in Kratos' responses. */
export interface FoundId {
  readonly id: string;
  /** The kind that the text gives it; undefined for none or both. */
  readonly kind: 'session' | 'identity' | undefined;
}

/** Of a longer text, such as a pasted log file, only the beginning is searched. */
const longestText = 100_000;

// Bounded, because otherwise a long run of "25" takes quadratic time.
const percentEscape = String.raw`%(?:25){0,8}[\da-f]{2}`;
const letterEscape = String.raw`\\[bfnrt]`;
const codeEscape = String.raw`\\(?:u[\da-f]{4}|x[\da-f]{2})`;
// A terminal color, raw or escaped in JSON.
const color = String.raw`(?:\p{Cc}|\\u001b|\\x1b|\\033|\\e)\[[\d;]{0,20}m`;

const colors = new RegExp(color, 'giu');
const codes = /%(?:25)*([\da-f]{2})|\\u([\da-f]{4})|\\x([\da-f]{2})/giu;
const letters = new RegExp(letterEscape, 'gu');

/**
 * Matches ids as Kratos (gofrs/uuid) accepts them, in any case and with or without hyphens. An id may follow an escape
 * that ends in a letter or a digit: "%22", "\n", "\u003c", "ESC[32m".
 */
const uuid = new RegExp(
  String.raw`(?:(?<![\da-z])|(?<=${color}|${percentEscape}|${letterEscape}|${codeEscape}))` +
    String.raw`(?:([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})|([\da-f]{32}))(?![\da-z])`,
  'giu',
);

/**
 * Returns the distinct ids in a text: a bare id, a URL, JSON or a part of it, a log line. Ids of something else (a
 * trace, a device) are left out unless there are no other ids and `others` is "ifAlone".
 */
export function extractIds(text: string, others: 'ifAlone' | 'never' = 'ifAlone'): readonly FoundId[] {
  const searched = text.slice(0, longestText);
  const inJson = jsonHints(searched);
  const kinds = new Map<string, Set<IdKind>>();
  for (const match of searched.matchAll(uuid)) {
    const id = canonical(match);
    const kind = inJson(match.index) ?? kindBefore(searched, match.index);
    const known = kinds.get(id) ?? new Set();
    kinds.set(id, kind === undefined ? known : known.add(kind));
  }
  const found = [...kinds];
  const relevant = found.filter(([, kinds]) => !(kinds.size === 1 && kinds.has('other')));
  return (relevant.length > 0 || others === 'never' ? relevant : found).map(([id, kinds]) => ({
    id,
    kind: single(kinds),
  }));
}

function canonical([, a, b, c, d, e, hash]: RegExpMatchArray): string {
  const id = hash?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? [a, b, c, d, e].join('-');
  return id.toLowerCase();
}

function single(kinds: ReadonlySet<IdKind>): FoundId['kind'] {
  const isSession = kinds.has('session');
  return isSession === kinds.has('identity') ? undefined : isSession ? 'session' : 'identity';
}

/** Returns the kind that the text before an id gives it: "/sessions/", "session_id=", "Identity ", escaped or not. */
function kindBefore(text: string, offset: number): IdKind | undefined {
  const before = unescaped(text.slice(Math.max(0, offset - 80), offset))
    .replace(/[\\"'`]/g, '')
    .replace(/(?:urn:uuid:)?$/i, '')
    .replace(/[\s{([<]*$/, '');
  const path = /([\w-]+)\/$/.exec(before)?.[1];
  if (path !== undefined) {
    return kindOfPath(path);
  }
  const name = /([a-z][\w.-]*(?: id)?)\s*(?:[:=]>?)?$/i.exec(before.replace(/[{,]\s*id\s*[:=]$/i, ''))?.[1];
  return name === undefined ? undefined : kindOfName(name);
}

/** Decodes escapes ("session_id%3D" → "session_id=") and removes colors. */
function unescaped(text: string): string {
  return text
    .replace(colors, '')
    .replace(codes, (_escape, ...digits: (string | undefined)[]) =>
      String.fromCharCode(Number.parseInt(digits.slice(0, 3).find((hex) => hex !== undefined) ?? '20', 16)),
    )
    .replace(letters, ' ');
}
