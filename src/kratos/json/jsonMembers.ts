import { afterSpace, endOfNested, endOfString, openBrace, quote } from './jsonBytes.ts';

/** Where one member of a JSON object lies in a body, in bytes: its name begins at `start`, its value ends at `end`. */
export interface JsonMember {
  readonly name: string;
  readonly start: number;
  readonly valueStart: number;
  readonly end: number;
}

/**
 * The members of a body that is one sound JSON object, in its order; a name that is given twice is there twice. Without
 * recursion: a stranger chooses how deep their values go.
 */
export function* jsonMembers(body: Buffer): Generator<JsonMember, void> {
  const brace = afterSpace(body, 0);
  let start = afterSpace(body, brace + 1);
  while (body[start] === quote) {
    const nameEnd = endOfString(body, start);
    const valueStart = afterSpace(body, afterSpace(body, nameEnd) + 1);
    const end = endOfNested(body, valueStart);
    yield { name: JSON.parse(body.toString('utf8', start, nameEnd)), start, valueStart, end };
    // Past the comma, or past the closing brace, after which no member's name follows.
    start = afterSpace(body, afterSpace(body, end) + 1);
  }
}

/** The server's own text of the member `name` of the JSON object `text`; undefined where it has none. */
export function memberText(text: string, name: string): string | undefined {
  const body = Buffer.from(text);
  const member = [...jsonMembers(body)].findLast((one) => one.name === name);
  return member && body.toString('utf8', member.valueStart, member.end);
}

/** A text up to this long is parsed as it is: JSON.parse takes a few milliseconds for it. */
const longestParsed = 65_536;
/** Of a longer object, the bytes that are parsed of each member, and of all of them together. */
const longestMember = 8_192;
/** The members that are looked at in an object that is too long. */
const mostMembers = 1_000;

/**
 * Parses the JSON value in `body` from `start` to `end`. Of an object that is too long to be parsed within a frame, only
 * the first members that are short enough; of its long members that are objects, again only those. A SyntaxError where
 * what is parsed is no JSON.
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

/** The text of the object `body` without members that are too long and cannot be shortened; "null" for anything else. */
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
