import { csvCell, escapeFormula } from '../../../text/escape.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import { utcWords } from '../timeWords.ts';
import { type ColumnKey, copiedText } from './columns.ts';

/** Rows from one `yield` to the next: about a millisecond. */
const step = 200;

/** Formats rows as lines of cells between tabs, which spreadsheets take, too. Yields often, so that the caller can pause. */
export function* textOfRows(rows: readonly SessionRow[], keys: readonly ColumnKey[]): Generator<undefined, string> {
  const lines = yield* linesOf(rows, (row) =>
    keys.map((key) => escapeFormula(copiedText(row, key, utcWords).replace(/\s+/g, ' '))).join('\t'),
  );
  return lines.join('\n');
}

/** Formats rows as CSV with a line of headings. Yields often, so that the caller can pause. */
export function* csvOfRows(
  rows: readonly SessionRow[],
  keys: readonly ColumnKey[],
  headings: Readonly<Record<ColumnKey, string>>,
): Generator<undefined, string> {
  const isoTime = (at: number) => new Date(at).toISOString();
  const lines = yield* linesOf(rows, (row) => keys.map((key) => csvCell(copiedText(row, key, isoTime))).join(','));
  return [keys.map((key) => csvCell(headings[key])).join(','), ...lines, ''].join('\r\n');
}

function* linesOf(
  rows: readonly SessionRow[],
  lineOf: (row: SessionRow) => string,
): Generator<undefined, readonly string[]> {
  const lines: string[] = [];
  for (const row of rows) {
    lines.push(lineOf(row));
    if (lines.length % step === 0) {
      yield;
    }
  }
  return lines;
}
