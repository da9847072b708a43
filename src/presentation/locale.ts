import { env, l10n } from 'vscode';

/**
 * The language of dates and numbers: that of the sentences around them. VS Code gives a bundle only where this extension
 * has a translation for the display language; without one the sentences are English, and so is the rest of the line.
 */
export function locale(): string {
  return l10n.bundle === undefined ? 'en' : env.language;
}
