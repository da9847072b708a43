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

/** The place of a JSON value in a body, in bytes, and of its top-level member "identity". */
export interface JsonSpan {
  readonly start: number;
  readonly end: number;
  /** Both are -1 if there is no such member. */
  readonly identityStart: number;
  readonly identityEnd: number;
  /** The identity equals that of the item before, byte for byte. */
  readonly sameIdentity: boolean;
}

/** The longest page of any Kratos version. */
const mostItems = 1000;

const identityKey = Buffer.from('"identity"');

/**
 * Yields the spans of an array's items without checking their text. Throws a SyntaxError if the body is not one array,
 * and a JsonBoundError at the 1,001st item.
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

/** Returns the span of a body that is one value. Throws a SyntaxError if it is not. */
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
  // The next string of the outermost object is a member's name.
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
            // The identity is cut out before the rest is parsed, so JSON.parse would not notice text next to it.
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

/** Returns whether the identity of the item before is repeated at `start`, which is faster than reading it again. */
function repeatsIdentity(body: Buffer, start: number, before: JsonSpan | undefined): boolean {
  if (before === undefined || before.identityStart < 0 || body[before.identityStart] !== openBrace) {
    return false;
  }
  const end = start + before.identityEnd - before.identityStart;
  return end <= body.length && body.compare(body, before.identityStart, before.identityEnd, start, end) === 0;
}
