/**
 * A cell that a spreadsheet may take for a formula, also with full width characters, or after blanks that it removes.
 */
const formulaStart = /^(?:[\t\r]|\s*[=+\-@＝＋－＠])/;

/** Quotes a cell of CSV. An apostrophe before a formula makes spreadsheets show it as text. */
export function csvCell(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
