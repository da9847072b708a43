import { l10n } from 'vscode';
import type { RateLimitTier } from '../../core/http/rateLimit/buckets.ts';
import { rateLimitTiers } from '../settings/connectionEntry.ts';
import { checkedPageSize } from '../settings/parseConnections.ts';
import { withEntry } from './connectionDraft.ts';
import { choiceStep, textStep } from './questions.ts';

export const writableStep = choiceStep<true | undefined>((draft) => ({
  placeholder: l10n.t('May this connection be unlocked for changes?'),
  choices: [
    { label: l10n.t('Read-only'), detail: l10n.t('Nothing on the server can be changed'), value: undefined },
    {
      label: l10n.t('May be unlocked'),
      detail: l10n.t('Read-only until Kratos: Unlock Connection is run, and again a few minutes later'),
      value: true,
    },
  ],
  value: draft.entry.writable || undefined,
  accept: (writable) => withEntry(draft, { writable }),
}));

export const rateLimitStep = choiceStep<RateLimitTier>((draft) => {
  const details: Partial<Record<RateLimitTier, string>> = {
    auto: l10n.t('Follows the limits that the server reports'),
    unlimited: l10n.t('No limit, for your own server'),
    staging: l10n.t('Ory Network: staging and development environments of paid projects'),
  };
  const plan = l10n.t('Ory Network: the project’s plan');
  return {
    placeholder: l10n.t('Which rate limit does the server have?'),
    choices: rateLimitTiers.map((tier) => ({ label: tier, value: tier, detail: details[tier] ?? plan })),
    value: draft.entry.rateLimit ?? 'auto',
    accept: (tier) => withEntry(draft, { rateLimit: tier === 'auto' ? undefined : tier }),
  };
});

export const pageSizeStep = textStep((draft) => ({
  prompt: l10n.t('Identities or sessions per page, 10 to 250 (leave empty to use the setting)'),
  value: String(draft.entry.pageSize ?? ''),
  accept: (text) => withEntry(draft, { pageSize: text.trim() === '' ? undefined : checkedPageSize(Number(text)) }),
}));

export const labelTraitsStep = textStep((draft) => ({
  prompt: l10n.t('Traits to use as the name of an identity, separated by commas (leave empty to use the setting)'),
  placeholder: 'name.full, name.first+name.last',
  value: (draft.entry.labelTraits ?? []).join(', '),
  accept: (text) => withEntry(draft, { labelTraits: text.trim() === '' ? undefined : listIn(text) }),
}));

/** Returns the items of a list that is separated by commas. */
export function listIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}
