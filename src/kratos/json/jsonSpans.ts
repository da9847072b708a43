import {
  afterSpace,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfNested,
  endOfScalar,
  endOfString,
  openBrace,
  openBracket,
  quote,
} from './jsonBytes.ts';

/** Where one JSON value lies in a body, in bytes, and where the value of its top-level member "identity" does. */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  /** Both -1 where the value is no object or has no such member. */
  readonly identityStart: number;
  readonly identityEnd: number;
  /** The identity is the one of the item before, byte for byte. */
  readonly sameIdentity: boolean;
}

const identityKey = Buffer.from('"identity"');

/**
 * The spans of an array's items. Only as strict as finding them needs: the items' own text is for JSON.parse to judge.
 * Undefined where the bytes are no array with nothing after it.
 */
export function itemSpans(body: Buffer): JsonSpan[] | undefined {
  let at = afterSpace(body, 0);
  if (body[at] !== openBracket) {
    return undefined;
  }
  const spans: JsonSpan[] = [];
  at = afterSpace(body, at + 1);
  if (body[at] === closeBracket) {
    return afterSpace(body, at + 1) === body.length ? spans : undefined;
  }
  for (;;) {
    const span = spanAt(body, at, spans.at(-1));
    if (span === undefined) {
      return undefined;
    }
    spans.push(span);
    at = afterSpace(body, span.end);
    const next = body[at];
    if (next === closeBracket) {
      return afterSpace(body, at + 1) === body.length ? spans : undefined;
    }
    if (next !== comma) {
      return undefined;
    }
    at = afterSpace(body, at + 1);
  }
}

/** The span of a body that is one value; undefined where it is none, or not only one. */
export function valueSpan(body: Buffer): JsonSpan | undefined {
  const span = spanAt(body, afterSpace(body, 0), undefined);
  return span !== undefined && afterSpace(body, span.end) === body.length ? span : undefined;
}

function spanAt(body: Buffer, start: number, before: JsonSpan | undefined): JsonSpan | undefined {
  const first = body[start];
  if (first !== openBrace) {
    const end = first === openBracket ? endOfNested(body, start) : endOfScalar(body, start);
    return end > start ? { start, end, identityStart: -1, identityEnd: -1, sameIdentity: false } : undefined;
  }
  let identityStart = -1;
  let identityEnd = -1;
  let sameIdentity = false;
  let depth = 0;
  // True where a string of the outermost object is a member's name.
  let nameNext = false;
  for (let at = start; at < body.length; ) {
    switch (body[at]) {
      case quote: {
        const end = endOfString(body, at);
        if (depth === 1 && nameNext) {
          nameNext = false;
          if (end - at === identityKey.length && body.compare(identityKey, 0, identityKey.length, at, end) === 0) {
            const afterName = afterSpace(body, end);
            identityStart = afterSpace(body, afterName + 1);
            sameIdentity = repeatsIdentity(body, identityStart, before);
            identityEnd =
              before !== undefined && sameIdentity
                ? identityStart + before.identityEnd - before.identityStart
                : endOfNested(body, identityStart);
            if (body[afterName] !== colon || identityEnd < 0) {
              return undefined;
            }
            at = identityEnd;
            break;
          }
        }
        at = end;
        break;
      }
      case openBrace:
        depth += 1;
        nameNext = depth === 1;
        at += 1;
        break;
      case openBracket:
        depth += 1;
        at += 1;
        break;
      case comma:
        nameNext = depth === 1;
        at += 1;
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        at += 1;
        if (depth === 0) {
          return { start, end: at, identityStart, identityEnd, sameIdentity };
        }
        break;
      default:
        at += 1;
    }
  }
  return undefined;
}

/** Whether the identity of the item before begins at `start`, too: most of a list's bytes are then not read one by one. */
function repeatsIdentity(body: Buffer, start: number, before: JsonSpan | undefined): boolean {
  if (before === undefined || before.identityStart < 0 || body[before.identityStart] !== openBrace) {
    return false;
  }
  const end = start + before.identityEnd - before.identityStart;
  return end <= body.length && body.compare(body, before.identityStart, before.identityEnd, start, end) === 0;
}
