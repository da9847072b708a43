import { type Node, parseTree } from 'jsonc-parser';
import { jsonNesting } from '../../../core/kratos/json/jsonNesting.ts';
import { visibleText } from '../../../text/visibleText.ts';
import type { Row } from '../../protocol/sessionModel.ts';
import { valueLimit } from '../values.ts';

/** A key that needs no quotes in a path. */
const plainKey = /^[^\s.\[\]"](?:[^.\[\]"]*[^\s.\[\]"])?$/v;

/** The parser is recursive, and takes longer than a frame for longer texts. */
const deepestParsed = 1_000;
const longestParsed = 262_144;

/**
 * Returns up to `limit` values of a JSON text as rows labelled with their path ("name.first", "roles[0]"), and how many
 * are `left`. Returns undefined for a text that is too long or nested too deeply. Numbers stay as written, beyond 2^53
 * too.
 */
export function jsonRows(text: string, limit: number): { rows: readonly Row[]; left: number } | undefined {
  const tooMuch = text.length > longestParsed || jsonNesting(text).deepest > deepestParsed;
  const node = tooMuch ? undefined : parseTree(text);
  if (node === undefined) {
    return undefined;
  }
  const rows: Row[] = [];
  let left = 0;
  for (const { path, leaf } of leaves(node)) {
    if (rows.length < limit) {
      rows.push({ label: visibleText(path, valueLimit), value: leafValue(leaf, text) });
    } else {
      left += 1;
    }
  }
  return { rows, left };
}

interface Leaf {
  readonly path: string;
  readonly leaf: Node;
}

/** Walks depth first without recursion, because the depth of the JSON is untrusted. */
function* leaves(root: Node): Generator<Leaf> {
  const stack: Leaf[] = [{ path: '', leaf: root }];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { path, leaf } = next;
    const children = leaf.children ?? [];
    if (children.length === 0) {
      yield next;
      continue;
    }
    const inner = children.map((child, index): Leaf => {
      const [key, value] = leaf.type === 'object' ? (child.children ?? []) : [];
      return key !== undefined && value !== undefined
        ? { path: memberPath(path, String(key.value)), leaf: value }
        : { path: `${path}[${index}]`, leaf: child };
    });
    // `push(...inner)` overflows the stack at some hundred thousand values.
    for (const one of inner.reverse()) {
      stack.push(one);
    }
  }
}

function memberPath(path: string, key: string): string {
  if (!plainKey.test(key)) {
    return `${path}[${JSON.stringify(key)}]`;
  }
  return path === '' ? key : `${path}.${key}`;
}

function leafValue(leaf: Node, text: string): Row['value'] {
  const source = text.slice(leaf.offset, leaf.offset + leaf.length);
  // An empty string is shown with its quotes, because it would be invisible.
  const exact = leaf.type === 'string' && leaf.value !== '' ? String(leaf.value) : source;
  return { text: visibleText(exact, valueLimit), exact };
}
