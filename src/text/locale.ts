import { env, l10n } from 'vscode';

/** Returns the language of dates and numbers. Without a bundle for the display language, all text is English. */
export function locale(): string {
  return l10n.bundle === undefined ? 'en' : env.language;
}
