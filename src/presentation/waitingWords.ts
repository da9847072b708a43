import { l10n } from 'vscode';
import { numberWords } from './counts.ts';

/** "Waiting 12 s for the request budget (rate limit)": for that long the server's rate limit allows no further request. */
export function waitingWords(seconds: number): string {
  return l10n.t('Waiting {0} s for the request budget (rate limit)', numberWords(seconds));
}
