import { env, l10n, type MessageItem, window } from 'vscode';
import { momentOf } from '../core/kratos/moments.ts';
import type { Recovery } from '../core/kratos/writes.ts';
import { localTime } from '../text/relativeTime.ts';
import { visibleText } from '../text/visibleText.ts';

/** Where Kratos leads without a page for recovery in its configuration. */
const fallbackPage = 'https://www.ory.sh/kratos/docs/fallback/';

/**
 * Shows a recovery until the user closes it, and copies its parts on request. It is in no document, log or file, and
 * nothing keeps it afterwards.
 */
export async function showRecovery({ link, code, expiresAt }: Recovery, identity: string): Promise<void> {
  const expiry = momentOf(expiresAt);
  const title =
    code === undefined ? l10n.t('Recovery link for {0}', identity) : l10n.t('Recovery code for {0}', identity);
  const copyCode = l10n.t('Copy Code');
  const copyLink = l10n.t('Copy Link');
  const close: MessageItem = { title: l10n.t('Close'), isCloseAffordance: true };
  const buttons: readonly MessageItem[] = (code === undefined ? [copyLink] : [copyCode, copyLink]).map((one) => ({
    title: one,
  }));
  let copied: string | undefined;
  for (;;) {
    const detail = [
      code === undefined ? undefined : l10n.t('Code: {0}', visibleText(code)),
      l10n.t('Link: {0}', visibleText(link)),
      expiry && l10n.t('Expires: {0}', localTime(expiry)),
      '',
      code === undefined
        ? l10n.t('Anyone who opens the link can sign in as this identity.')
        : l10n.t('The owner opens the link and enters the code. Anyone who has both can sign in as this identity.'),
      link.startsWith(fallbackPage)
        ? l10n.t('The link leads to a page of Ory’s documentation: the server has no page for recovery configured.')
        : undefined,
      l10n.t('This is shown once, and kept nowhere. Copy what you need before you close it.'),
      copied,
    ].filter((line) => line !== undefined);
    const chosen = await window.showInformationMessage(
      title,
      { modal: true, detail: detail.join('\n') },
      ...buttons,
      close,
    );
    if (chosen?.title === copyCode && code !== undefined) {
      await env.clipboard.writeText(code);
      copied = l10n.t('The code is in the clipboard.');
    } else if (chosen?.title === copyLink) {
      await env.clipboard.writeText(link);
      copied = l10n.t('The link is in the clipboard.');
    } else {
      return;
    }
  }
}
