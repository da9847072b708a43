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
