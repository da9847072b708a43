/**
 * A text that a spreadsheet may take for a formula: also with full width characters, after blanks that it removes, or
 * after quotes, which it reads as those of the cell.
 */
const formulaStart = /^(?:[\t\r]|[\s"]*[=+\-@＝＋－＠])/;

/** Quotes a cell of CSV. */
export function csvCell(text: string): string {
  return `"${escapeFormula(text).replaceAll('"', '""')}"`;
}

/** Returns the text with an apostrophe before a formula, which makes spreadsheets show it as text. */
export function escapeFormula(text: string): string {
  return formulaStart.test(text) ? `'${text}` : text;
}

/**
 * Escapes Markdown and HTML. Web and e-mail addresses become code, because VS Code makes links of them in plain text.
 */
export function escapeMarkdown(text: string): string {
  return text
    .split(/([^\s“”",(]*(?:\/\/|@)[^\s“”",]*[^\s“”",.;:)])/)
    .map((part, place) =>
      place % 2 === 1 ? `\`${part.replaceAll('`', "'")}\`` : part.replace(/^[-+#]|[\\`*_[\]<>~&$]/g, '\\$&'),
    )
    .join('');
}
