import { createScanner } from 'jsonc-parser';
import { type IdKind, kindOfName } from './kindOfName.ts';

// jsonc-parser's SyntaxKind is an ambient const enum, which cannot be imported where each file is compiled alone.
const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const comma = 5;
const colon = 6;
const string = 10;
const endOfText = 17;

/** An object or array that is open, or the text around all of them. */
interface Frame {
  /** The member that it is the value of; an array's objects are called as the array. */
  readonly name: string | undefined;
  readonly keys: Set<string>;
  /** Where its member "id" stands: what it is an id of shows only when all members are known. */
  readonly ids: Span[];
  key: string | undefined;
}

interface Span {
  readonly from: number;
  readonly to: number;
  kind: IdKind | undefined;
}

const sessionKeys = ['authenticator_assurance_level', 'authenticated_at', 'authentication_methods', 'issued_at'];
const identityKeys = ['traits', 'schema_id', 'schema_url', 'credentials', 'verifiable_addresses', 'state_changed_at'];

/**
 * Returns what the JSON around a place in `text` says of an id that stands there. The places must ascend. The JSON may be a
 * part only, or stand inside a log line: tokens are read one by one, without recursion, and whatever is no JSON is passed
 * over.
 */
export function jsonHints(text: string): (offset: number) => IdKind | undefined {
  const spans: Span[] = [];
  const open: Frame[] = [frame(undefined)];
  const scanner = createScanner(text, true);
  let last: { readonly value: string; readonly from: number; readonly to: number } | undefined;

  const endValue = (top: Frame) => {
    if (last !== undefined && top.key !== undefined) {
      const span = { from: last.from, to: last.to, kind: kindOfName(top.key) };
      spans.push(span);
      if (top.key === 'id') {
        top.ids.push(span);
      }
    }
    last = undefined;
  };

  for (let token = scanner.scan(); token !== endOfText; token = scanner.scan()) {
    const top = open.at(-1) ?? frame(undefined);
    switch (token) {
      case string:
        endValue(top);
        last = {
          value: scanner.getTokenValue(),
          from: scanner.getTokenOffset(),
          to: scanner.getTokenOffset() + scanner.getTokenLength(),
        };
        break;
      case colon:
        if (last !== undefined) {
          top.key = last.value;
          top.keys.add(last.value);
          last = undefined;
        }
        break;
      case openBrace:
      case openBracket:
        last = undefined;
        open.push(frame(top.key ?? top.name));
        break;
      case closeBrace:
      case closeBracket:
        endValue(top);
        close(top);
        if (open.length > 1) {
          open.pop();
        }
        break;
      case comma:
        endValue(top);
        top.key = undefined;
        break;
      default:
        last = undefined;
    }
  }
  const innermost = open.at(-1);
  if (innermost !== undefined) {
    endValue(innermost);
  }
  for (const unclosed of open) {
    close(unclosed);
  }
  let next = 0;
  return (offset) => {
    while ((spans[next]?.to ?? Number.POSITIVE_INFINITY) <= offset) {
      next += 1;
    }
    const span = spans[next];
    return span !== undefined && span.from <= offset ? span.kind : undefined;
  };
}

function frame(name: string | undefined): Frame {
  return { name, keys: new Set(), ids: [], key: undefined };
}

function close({ name, keys, ids }: Frame): void {
  const kind = kindOfShape(keys) ?? (name === undefined ? undefined : kindOfName(name));
  for (const span of ids.splice(0)) {
    span.kind = kind;
  }
}

function kindOfShape(keys: ReadonlySet<string>): IdKind | undefined {
  if (sessionKeys.some((key) => keys.has(key))) {
    return 'session';
  }
  return identityKeys.some((key) => keys.has(key)) ? 'identity' : undefined;
}
