import { createScanner } from 'jsonc-parser';
import { type IdKind, kindOfName } from './kindOfName.ts';

/** An open object or array, or the text around all of them. */
interface Frame {
  /** The name of the member whose value it is; objects in an array have the array's name. */
  readonly name: string | undefined;
  readonly keys: Set<string>;
  /** Values of the member "id". Their kind is known only after all members. */
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
 * Returns a function that finds the kind of an id by its offset in JSON; offsets must ascend. `text` may be a part of
 * JSON or a log line with JSON, so its tokens are read one by one, without recursion.
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

  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    const top = open.at(-1) ?? frame(undefined);
    const from = scanner.getTokenOffset();
    switch (text.charAt(from)) {
      case '"':
        endValue(top);
        last = { value: scanner.getTokenValue(), from, to: from + scanner.getTokenLength() };
        break;
      case ':':
        if (last !== undefined) {
          top.key = last.value;
          top.keys.add(last.value);
          last = undefined;
        }
        break;
      case '{':
      case '[':
        last = undefined;
        open.push(frame(top.key ?? top.name));
        break;
      case '}':
      case ']':
        endValue(top);
        close(top);
        if (open.length > 1) {
          open.pop();
        }
        break;
      case ',':
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
