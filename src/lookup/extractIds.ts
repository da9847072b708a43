import { escapeSource, unescaped } from './escapes.ts';
import { jsonHints } from './jsonHints.ts';
import { type IdKind, kindOfName, kindOfPath } from './kindOfName.ts';

/** A UUID that a text holds, spelled as Kratos answers (lower case, with hyphens). */
export interface FoundId {
  readonly id: string;
  /** What the text says of it; undefined when it does not tell, or tells both. */
  readonly kind: 'session' | 'identity' | undefined;
}

/** More than a person means; a pasted log file is looked at from its beginning. */
const longestText = 100_000;

// Kratos (gofrs/uuid) takes both spellings in any case, also in braces and after "urn:uuid:".
const uuid = new RegExp(
  String.raw`(?:(?<![\da-z])|(?<=${escapeSource}))` +
    String.raw`(?:([\da-f]{8})-([\da-f]{4})-([\da-f]{4})-([\da-f]{4})-([\da-f]{12})|([\da-f]{32}))(?![\da-z])`,
  'giu',
);

/**
 * The ids in what a person typed, pasted or selected: a bare id, an address, JSON (whole or a part of it), a log line. In
 * the text's order, each once. Ids that the text names as something else (a trace, a request, a device) are left out unless
 * there is nothing else; with `others` "never" also then.
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
  const meant = found.filter(([, said]) => !isOther(said));
  return (meant.length > 0 || others === 'never' ? meant : found).map(([id, said]) => ({ id, kind: single(said) }));
}

function canonical([, a, b, c, d, e, hash]: RegExpMatchArray): string {
  const spelled = hash?.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5') ?? [a, b, c, d, e].join('-');
  return spelled.toLowerCase();
}

function isOther(said: ReadonlySet<IdKind>): boolean {
  return said.size === 1 && said.has('other');
}

function single(said: ReadonlySet<IdKind>): FoundId['kind'] {
  const isSession = said.has('session');
  return isSession === said.has('identity') ? undefined : isSession ? 'session' : 'identity';
}

/** What the text right before an id says of it: "/sessions/", "session_id=", "Identity ", escaped or not. */
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
