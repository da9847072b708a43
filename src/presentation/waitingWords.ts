import { l10n } from 'vscode';
import { numberWords } from './counts.ts';

/** "Waiting 12 s for the request budget": the server's limits let nothing through for so long. */
export function waitingWords(seconds: number): string {
  return l10n.t('Waiting {0} s for the request budget', numberWords(seconds));
}
