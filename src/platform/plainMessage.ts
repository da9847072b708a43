/**
 * `text` as it may stand in a toast. VS Code makes a link of "[words](target)" there, and runs it when the target is a
 * command: what a server wrote must not become one.
 */
export function plainMessage(text: string): string {
  return text.replaceAll('](', ']\u2060(');
}
