import { afterSpace, endOfNested, endOfString, quote } from './jsonBytes.ts';

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
export function jsonMembers(body: Buffer): JsonMember[] {
  const members: JsonMember[] = [];
  const brace = afterSpace(body, 0);
  let start = afterSpace(body, brace + 1);
  while (body[start] === quote) {
    const nameEnd = endOfString(body, start);
    const valueStart = afterSpace(body, afterSpace(body, nameEnd) + 1);
    const end = endOfNested(body, valueStart);
    members.push({ name: JSON.parse(body.toString('utf8', start, nameEnd)), start, valueStart, end });
    // Past the comma, or past the closing brace, after which no member's name follows.
    start = afterSpace(body, afterSpace(body, end) + 1);
  }
  return members;
}

/** The server's own text of the member `name` of the JSON object `text`; undefined where it has none. */
export function memberText(text: string, name: string): string | undefined {
  const body = Buffer.from(text);
  const member = jsonMembers(body).findLast((one) => one.name === name);
  return member && body.toString('utf8', member.valueStart, member.end);
}
