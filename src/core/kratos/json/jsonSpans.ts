import {
  afterSpace,
  closeBrace,
  closeBracket,
  colon,
  comma,
  endOfNested,
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
  let identity = { identityStart: -1, identityEnd: -1, sameIdentity: false };
  if (body[start] !== openBrace) {
    const end = endOfNested(body, start);
    return end > start ? { start, end, ...identity } : undefined;
  }
  let at = afterSpace(body, start + 1);
  while (body[at] === quote) {
    const nameEnd = endOfString(body, at);
    const colonAt = afterSpace(body, nameEnd);
    const valueStart = afterSpace(body, colonAt + 1);
    const isIdentity = nameEnd - at === identityKey.length && body.subarray(at, nameEnd).equals(identityKey);
    const repeated = isIdentity ? repeatedIdentity(body, valueStart, before) : -1;
    const end = repeated > 0 ? repeated : endOfNested(body, valueStart);
    if (body[colonAt] !== colon || end <= valueStart) {
      return undefined;
    }
    if (isIdentity) {
      identity = { identityStart: valueStart, identityEnd: end, sameIdentity: repeated > 0 };
    }
    at = afterSpace(body, end);
    if (body[at] !== comma) {
      break;
    }
    at = afterSpace(body, at + 1);
  }
  // An identity is cut out before the rest is parsed, so JSON.parse would not notice text next to it.
  return body[at] === closeBrace ? { start, end: at + 1, ...identity } : undefined;
}

/** Returns the end of an identity at `start` that repeats that of the item before, which is faster than reading it. */
function repeatedIdentity(body: Buffer, start: number, before: JsonSpan | undefined): number {
  if (before === undefined || before.identityStart < 0 || body[before.identityStart] !== openBrace) {
    return -1;
  }
  const end = start + before.identityEnd - before.identityStart;
  const isSame = end <= body.length && body.compare(body, before.identityStart, before.identityEnd, start, end) === 0;
  return isSame ? end : -1;
}
