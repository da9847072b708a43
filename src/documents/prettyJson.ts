import { type Edit, format, modify } from 'jsonc-parser';

export interface Layout {
  /** Spaces to an indentation level, or "tab". */
  readonly indent: number | 'tab';
  readonly eol: '\n' | '\r\n';
}

/** The layout of the `kratos:` files and of what goes to the clipboard. */
export const fileLayout: Layout = { indent: 2, eol: '\n' };

/**
 * `text` with only the white space between its tokens changed: numbers beyond 2^53, key order, duplicate keys and escapes
 * stay as the server wrote them, which parsing and writing again would lose. No final line break.
 */
export function prettyJson(text: string, layout: Layout = fileLayout): string {
  const edits = format(text, undefined, {
    insertSpaces: layout.indent !== 'tab',
    tabSize: layout.indent === 'tab' ? 4 : layout.indent,
    eol: layout.eol,
    keepLines: false,
  });
  return applied(text, edits);
}

/** Several items as one pretty-printed array, each of them exact. No final line break. */
export function prettyArray(items: readonly string[], layout: Layout = fileLayout): string {
  return prettyJson(`[${items.join(',')}]`, layout);
}

/** `text`, a JSON object, without its top-level member "identity"; every other byte stays. */
export function withoutIdentity(text: string): string {
  // A JSON text may hold a key twice; each removal takes one.
  let rest = text;
  for (let edits = removal(rest); edits.length > 0; edits = removal(rest)) {
    rest = applied(rest, edits);
  }
  return rest;
}

function removal(text: string): Edit[] {
  return modify(text, ['identity'], undefined, {});
}

/** jsonc-parser's own applyEdits copies the whole text for each edit; over thousands of sessions that is minutes. */
function applied(text: string, edits: readonly Edit[]): string {
  const pieces: string[] = [];
  let from = 0;
  for (const { offset, length, content } of [...edits].sort((a, b) => a.offset - b.offset)) {
    pieces.push(text.slice(from, offset), content);
    from = offset + length;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
}
