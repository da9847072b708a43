/** Finds where the values of a JSON text end, without checking it otherwise. */

export const quote = 0x22;
export const comma = 0x2c;
export const colon = 0x3a;
export const openBracket = 0x5b;
const backslash = 0x5c;
export const closeBracket = 0x5d;
export const openBrace = 0x7b;
export const closeBrace = 0x7d;

/** Go reads and writes 10,000 levels at most; the response adds a few around what it once read. */
const mostLevels = 10_100;

/** JSON that no Kratos sends and that would take too long to read. */
export class JsonBoundError extends Error {
  override readonly name = 'JsonBoundError';
  readonly bound: 'levels' | 'items';
  constructor(bound: 'levels' | 'items') {
    super(`too many ${bound}`);
    this.bound = bound;
  }
}

/** Throws a JsonBoundError for a nesting depth that no Kratos sends. */
export function checkDepth(depth: number): void {
  if (depth > mostLevels) {
    throw new JsonBoundError('levels');
  }
}

/** Returns the end of the value at `start`, of any type; -1 if it does not end. */
export function endOfNested(body: Buffer, start: number): number {
  if (body[start] !== openBrace && body[start] !== openBracket) {
    return endOfScalar(body, start);
  }
  let depth = 0;
  for (let at = start; at < body.length; ) {
    switch (body[at]) {
      case quote:
        at = endOfString(body, at);
        break;
      case openBrace:
      case openBracket:
        depth += 1;
        checkDepth(depth);
        at += 1;
        break;
      case closeBrace:
      case closeBracket:
        depth -= 1;
        at += 1;
        if (depth === 0) {
          return at;
        }
        break;
      default:
        at += 1;
    }
  }
  return -1;
}

/** Returns the end of a string, number or word; -1 if it does not end. */
export function endOfScalar(body: Buffer, start: number): number {
  if (body[start] === quote) {
    const end = endOfString(body, start);
    return end <= body.length ? end : -1;
  }
  let at = start;
  for (; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === comma || byte === closeBracket || byte === closeBrace || isSpace(byte)) {
      break;
    }
  }
  return at;
}

/** Returns the end of the string at `start`, or a place after the body if it is not closed. */
export function endOfString(body: Buffer, start: number): number {
  for (let at = start + 1; at < body.length; at += 1) {
    const byte = body[at];
    if (byte === quote) {
      return at + 1;
    }
    if (byte === backslash) {
      at += 1;
    }
  }
  return body.length + 1;
}

/** Returns the first place from `start` on that is not white space. */
export function afterSpace(body: Buffer, start: number): number {
  let at = start;
  while (isSpace(body[at])) {
    at += 1;
  }
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
