import {
  afterSpace,
  checkDepth,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfNested,
  endOfScalar,
  endOfString,
  JsonBoundError,
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

/** The longest page of any Kratos version. */
const mostItems = 1000;

const identityKey = Buffer.from('"identity"');

/**
 * The spans of an array's items. Only as strict as finding them needs: the items' own text is for JSON.parse to judge.
 * Throws a SyntaxError where the bytes are no array with nothing after it, and a JsonBoundError at the 1,001st item.
 */
export function* itemSpans(body: Buffer): Generator<JsonSpan, void> {
  let at = afterSpace(body, 0);
  if (body[at] !== openBracket) {
    throw new SyntaxError('not an array');
  }
  let before: JsonSpan | undefined;
  at = afterSpace(body, at + 1);
  for (let count = 1; count > 1 || body[at] !== closeBracket; count += 1) {
    if (count > mostItems) {
      throw new JsonBoundError('items');
    }
    before = spanAt(body, at, before);
    if (before === undefined) {
      throw new SyntaxError('not an item');
    }
    yield before;
    at = afterSpace(body, before.end);
    if (body[at] === closeBracket) {
      break;
    }
    if (body[at] !== comma) {
      throw new SyntaxError('an array that does not end');
    }
    at = afterSpace(body, at + 1);
  }
  if (afterSpace(body, at + 1) !== body.length) {
    throw new SyntaxError('something after the array');
  }
}

/** The span of a body that is one value. Throws a SyntaxError where it is none, or not only one. */
export function valueSpan(body: Buffer): JsonSpan {
  const span = spanAt(body, afterSpace(body, 0), undefined);
  if (span === undefined || afterSpace(body, span.end) !== body.length) {
    throw new SyntaxError('not one value');
  }
  return span;
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
            at = afterSpace(body, identityEnd);
            // Its text is left out before the rest is parsed, so what is joined to it would not be noticed.
            if (body[at] !== comma && body[at] !== closeBrace) {
              return undefined;
            }
            break;
          }
        }
        at = end;
        break;
      }
      case openBrace:
        depth += 1;
        checkDepth(depth);
        nameNext = depth === 1;
        at += 1;
        break;
      case openBracket:
        depth += 1;
        checkDepth(depth);
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
