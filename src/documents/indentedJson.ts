import { type Layout, prettyArray, prettyJson } from './prettyJson.ts';

/**
 * JSON to stand after `before`, the part of a line up to the cursor: its further lines begin with the white space that
 * this line begins with. One text is itself, several are an array.
 */
export function indentedJson(texts: readonly string[], layout: Layout, before: string): string {
  const [first] = texts;
  const pretty = texts.length === 1 && first !== undefined ? prettyJson(first, layout) : prettyArray(texts, layout);
  const base = /^[ \t]*/.exec(before)?.[0] ?? '';
  // JSON strings hold no line breaks of their own, so each one is between tokens.
  return pretty.replaceAll(layout.eol, layout.eol + base);
}
