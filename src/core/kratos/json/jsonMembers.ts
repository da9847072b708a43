import { afterSpace, endOfNested, endOfString, openBrace, quote } from './jsonBytes.ts';

/** The place of a member of a JSON object in a body, in bytes, from its name to the end of its value. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * Yields the members of a body that is one valid JSON object, in its order, also repeated names. Does not recurse,
 * because values may be nested deeply.
 */
export function* jsonMembers(body: Buffer): Generator<JsonMember, void> {
  const brace = afterSpace(body, 0);
  let start = afterSpace(body, brace + 1);
  while (body[start] === quote) {
    const nameEnd = endOfString(body, start);
    const valueStart = afterSpace(body, afterSpace(body, nameEnd) + 1);
    const end = endOfNested(body, valueStart);
    yield { name: JSON.parse(body.toString('utf8', start, nameEnd)), start, valueStart, end };
    start = afterSpace(body, afterSpace(body, end) + 1);
  }
}

/** Returns the text of each member of the JSON object `text` by name. The last of two equal names wins. */
export function memberTexts(text: string): ReadonlyMap<string, string> {
  const body = Buffer.from(text);
  const members = new Map<string, string>();
  for (const { name, valueStart, end } of jsonMembers(body)) {
    members.set(name, body.toString('utf8', valueStart, end));
  }
  return members;
}

/** A text up to this length is parsed as it is, which takes JSON.parse a few milliseconds. */
const longestParsed = 65_536;
/** The bytes that are parsed of each member of a longer object. */
const longestMember = 8_192;
/** The number of members that are read of a longer object. */
const mostMembers = 1_000;

/**
 * Parses the JSON value in `body` from `start` to `end`. Of an object that is too long to be parsed within a frame, it
 * parses only the short members, and those of its long members. Throws a SyntaxError if they are not JSON.
 */
export function parseBounded(body: Buffer, start: number, end: number): unknown {
  const isShort = end - start <= longestParsed;
  return JSON.parse(
    isShort
      ? body.toString('utf8', start, end)
      : shortObject(body.subarray(start, end), longestParsed, (value) =>
          shortObject(value, longestMember, () => 'null'),
        ),
  );
}

/** Returns the text of the object `body` without the members that are too long; "null" for any other value. */
function shortObject(body: Buffer, mostBytes: number, shorten: (value: Buffer) => string): string {
  if (body[0] !== openBrace) {
    return 'null';
  }
  const kept: string[] = [];
  let left = mostBytes;
  let looked = 0;
  for (const { start, valueStart, end } of jsonMembers(body)) {
    const member =
      end - start <= longestMember
        ? body.toString('utf8', start, end)
        : body.toString('utf8', start, valueStart) + shorten(body.subarray(valueStart, end));
    if (member.length <= left) {
      kept.push(member);
      left -= member.length;
    }
    looked += 1;
    if (looked === mostMembers) {
      break;
    }
  }
  return `{${kept.join(',')}}`;
}
