import { visibleText } from '../presentation/visibleText.ts';

// VS Code draws "$(name)" in a quick pick as an icon, "\$(name)" as text.
const icon = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;

/** Text of a server as it may stand in a quick pick's row: on one line, nothing hidden, no icon made of it. */
export function rowText(text: string): string {
  return visibleText(text).replace(icon, '\\$&');
}
