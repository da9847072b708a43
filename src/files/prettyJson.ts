import { createScanner, type Edit, format } from 'jsonc-parser';
import { l10n } from 'vscode';
import { type JsonMember, jsonMembers } from '../core/kratos/json/jsonMembers.ts';
import { jsonNesting } from '../core/kratos/json/jsonNesting.ts';

export interface Layout {
  /** Spaces to an indentation level, or "tab". */
  readonly indent: number | 'tab';
  readonly eol: '\n' | '\r\n';
}

const fileLayout: Layout = { indent: 2, eol: '\n' };

/** The indentation of deeper JSON would be many times as long as its text. */
const deepest = 100;

/**
 * Changes only the white space between the tokens of `text`, so that numbers beyond 2^53, duplicate keys and escapes
 * stay exact. Returns a text that is nested too deeply unchanged.
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

export function prettyArray(items: readonly string[], layout: Layout = fileLayout): string {
  return prettyJson(`[${items.join(',')}]`, layout);
}

/**
 * Pretty-prints a server's JSON object for an editor. VS Code fetches the address in a top-level "$schema", so an
 * object with one is put into an array, after the reason.
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

/** Returns the JSON object `text` without its top-level member "identity" and with all other bytes unchanged. */
export function withoutIdentity(text: string): string {
  const body = Buffer.from(text);
  const members = [...jsonMembers(body)];
  const [first, last] = [members[0], members.at(-1)];
  if (first === undefined || last === undefined || !members.some(isIdentity)) {
    return text;
  }
  const between = (start: number, end: number) => body.toString('utf8', start, end);
  // Each member keeps the comma before it, except the first one that is left.
  const kept = members
    .map((member, place) => ({ member, from: members[place - 1]?.end ?? member.start }))
    .filter(({ member }) => !isIdentity(member))
    .map(({ member, from }, place) => between(place === 0 ? member.start : from, member.end));
  return between(0, first.start) + kept.join('') + between(last.end, body.length);
}

function isIdentity({ name }: JsonMember): boolean {
  return name === 'identity';
}

/** Applies edits in linear time. jsonc-parser's applyEdits copies the text for each edit. */
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
 * Returns JSON to insert after `before`, indented like the line of the cursor. Several texts become an array, or
 * elements of the array that the cursor is in.
 */
export function indentedJson(texts: readonly string[], layout: Layout, before: string): string {
  const pretty =
    texts.length === 1 || isPlaceOfElement(before)
      ? texts.map((text) => prettyJson(text, layout)).join(`,${layout.eol}`)
      : prettyArray(texts, layout);
  const base = /^[ \t]*/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
  // JSON strings contain no line breaks, so each one is between tokens.
  return pretty.replaceAll(layout.eol, layout.eol + base);
}

/** Returns whether `before` ends inside an array, at its start or after a comma. */
function isPlaceOfElement(before: string): boolean {
  const scanner = createScanner(before, true);
  const open: string[] = [];
  let last = '';
  for (scanner.scan(); scanner.getTokenLength() > 0; scanner.scan()) {
    last = before.charAt(scanner.getTokenOffset());
    if (last === '{' || last === '[') {
      open.push(last);
    } else if (last === '}' || last === ']') {
      open.pop();
    }
  }
  return open.at(-1) === '[' && (last === '[' || last === ',');
}
