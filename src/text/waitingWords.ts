import { l10n } from 'vscode';
import { numberWords } from './counts.ts';

/** Returns "Waiting 12 s for the rate limit". */
export function waitingWords(seconds: number): string {
  return l10n.t('Waiting {0} s for the rate limit', numberWords(seconds));
}
