import { l10n, type QuickPickItem, window } from 'vscode';
import { timeSpan } from '../../../core/query/times.ts';

interface Choice extends QuickPickItem {
  /** As a query writes it; undefined for a time that is typed. */
  readonly duration: string | undefined;
}

/** Asks how far back sessions are to be read. Resolves with milliseconds since the epoch; undefined if the user cancels. */
export async function askBackTo(now: number): Promise<number | undefined> {
  const title = l10n.t('Read Recent Sessions Back To');
  const choices: readonly Choice[] = [
    { label: l10n.t('1 hour ago'), duration: '1h' },
    { label: l10n.t('24 hours ago'), duration: '24h' },
    { label: l10n.t('7 days ago'), duration: '7d' },
    { label: l10n.t('Another Time…'), duration: undefined },
  ];
  const chosen = await window.showQuickPick(choices, {
    title,
    placeHolder: l10n.t('Select how far back to read'),
  });
  if (chosen === undefined) {
    return undefined;
  }
  const text = chosen.duration ?? (await askTime(title, now));
  return text === undefined ? undefined : timeSpan(text.trim(), now)?.start;
}

async function askTime(title: string, now: number): Promise<string | undefined> {
  return window.showInputBox({
    title,
    prompt: l10n.t('Enter a duration (90m, 2h, 3d, 2w) or a UTC date (2026-03-04, 2026-03-04T14:05).'),
    validateInput: (text) => {
      const span = timeSpan(text.trim(), now);
      if (span === undefined) {
        return l10n.t('This is not a time. Enter one like 90m, 2h, 3d, 2w, 2026-03-04 or 2026-03-04T14:05.');
      }
      return span.start > now ? l10n.t('This time is in the future. Enter an earlier one.') : undefined;
    },
  });
}
