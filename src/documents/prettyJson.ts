import { createScanner, type Edit, format } from 'jsonc-parser';
import { l10n } from 'vscode';
import { type JsonMember, jsonMembers } from '../kratos/json/jsonMembers.ts';
import { jsonNesting } from '../kratos/json/jsonNesting.ts';

export interface Layout {
  /** Spaces to an indentation level, or "tab". */
  readonly indent: number | 'tab';
  readonly eol: '\n' | '\r\n';
}

/** The layout of the `kratos:` files and of what goes to the clipboard. */
export const fileLayout: Layout = { indent: 2, eol: '\n' };

/** Nobody reads what is nested deeper, and the white space before it would outgrow the text a thousandfold. */
const deepest = 100;

/**
 * `text` with only the white space between its tokens changed: numbers beyond 2^53, key order, duplicate keys and escapes
 * stay as the server wrote them, which parsing and writing again would lose. Unchanged where it
 * is nested too deep. No final line break.
 */
export function prettyJson(text: string, layout: Layout = fileLayout): string {
  if (jsonNesting(text).deepest > deepest) {
    return text;
  }
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

/**
 * Returns `text`, a JSON object of a server, as an editor may show it. VS Code fetches the address in a top-level "$schema",
 * and only there: an object with one is put into an array, after the reason. No final line break.
 */
export function editorJson(text: string): string {
  return [...jsonMembers(Buffer.from(text))].some(({ name }) => name === '$schema')
    ? prettyArray([
        JSON.stringify(
          l10n.t(
            'Shown inside an array, because VS Code would send a request to the address in the top-level $schema.',
          ),
        ),
        text,
      ])
    : prettyJson(text);
}

/** `text`, a JSON object, without its top-level member "identity"; every other byte stays. */
export function withoutIdentity(text: string): string {
  const body = Buffer.from(text);
  const members = [...jsonMembers(body)];
  const [first, last] = [members[0], members.at(-1)];
  // A JSON text may hold a key twice.
  if (first === undefined || last === undefined || !members.some(isIdentity)) {
    return text;
  }
  const between = (start: number, end: number) => body.toString('utf8', start, end);
  // Each with the comma before it, which the first one left has none of.
  const kept = members
    .map((member, place) => ({ member, from: members[place - 1]?.end ?? member.start }))
    .filter(({ member }) => !isIdentity(member))
    .map(({ member, from }, place) => between(place === 0 ? member.start : from, member.end));
  return between(0, first.start) + kept.join('') + between(last.end, body.length);
}

function isIdentity({ name }: JsonMember): boolean {
  return name === 'identity';
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

/**
 * Returns JSON to stand after `before`, the text up to the cursor: its further lines begin with the white space that the
 * line of the cursor begins with. Several texts are an array, or the elements of the array that the cursor is in.
 */
export function indentedJson(texts: readonly string[], layout: Layout, before: string): string {
  const pretty =
    texts.length === 1 || isPlaceOfElement(before)
      ? texts.map((text) => prettyJson(text, layout)).join(`,${layout.eol}`)
      : prettyArray(texts, layout);
  const base = /^[ \t]*/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
  // JSON strings hold no line breaks of their own, so each one is between tokens.
  return pretty.replaceAll(layout.eol, layout.eol + base);
}

// jsonc-parser's SyntaxKind is an ambient const enum, which cannot be imported where each file is compiled alone.
const openBrace = 1;
const closeBrace = 2;
const openBracket = 3;
const closeBracket = 4;
const comma = 5;
const endOfText = 17;

/** Returns whether `before` ends inside an array, at its start or after a comma. */
function isPlaceOfElement(before: string): boolean {
  const scanner = createScanner(before, true);
  const open: number[] = [];
  let last = endOfText;
  for (let token: number = scanner.scan(); token !== endOfText; token = scanner.scan()) {
    if (token === openBrace || token === openBracket) {
      open.push(token);
    } else if (token === closeBrace || token === closeBracket) {
      open.pop();
    }
    last = token;
  }
  return open.at(-1) === openBracket && (last === openBracket || last === comma);
}
