/** Characters at the start of a cell that a spreadsheet takes for a formula, also in their full width forms. */
const formulaStart = /^[=+\-@\t\r＝＋－＠]/;

/** Quotes a cell of CSV. An apostrophe before a formula makes spreadsheets show it as text. */
export function csvCell(text: string): string {
  const harmless = formulaStart.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
