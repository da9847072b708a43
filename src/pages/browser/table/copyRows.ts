import type { SessionRow } from '../../protocol/sessionRow.ts';
import { utcWords } from '../timeWords.ts';
import { type ColumnKey, copiedText } from './columns.ts';

/** Characters at the start of a cell that a spreadsheet takes for a formula, also in their full width forms. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/;

/** Formats rows as lines of cells between tabs. */
export function textOfRows(rows: readonly SessionRow[], keys: readonly ColumnKey[]): string {
  return rows
    .map((row) => keys.map((key) => copiedText(row, key, utcWords).replace(/\s+/g, ' ')).join('\t'))
    .join('\n');
}

/** Formats rows as CSV with a line of headings. */
export function csvOfRows(
  rows: readonly SessionRow[],
  keys: readonly ColumnKey[],
  headings: Readonly<Record<ColumnKey, string>>,
): string {
  const isoTime = (at: number) => new Date(at).toISOString();
  const lines = [
    keys.map((key) => csvCell(headings[key])),
    ...rows.map((row) => keys.map((key) => csvCell(copiedText(row, key, isoTime)))),
  ];
  return lines.map((cells) => `${cells.join(',')}\r\n`).join('');
}

/** Quotes a cell. An apostrophe before a formula makes spreadsheets show it as text. */
function csvCell(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
