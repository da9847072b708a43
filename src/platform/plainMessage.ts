/**
 * Prevents links in a notification and below an input box, where VS Code would render a server's "[words](command:…)"
 * as a link.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}
