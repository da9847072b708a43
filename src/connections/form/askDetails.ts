import { l10n } from 'vscode';
import { rateLimitTiers } from '../settings/connectionEntry.ts';
import { pageSizeProblem } from '../settings/parseConnections.ts';
import { choiceStep, textStep } from './entrySteps.ts';

export const writableStep = choiceStep<true | undefined>(
  () => l10n.t('Allow changes through this connection?'),
  () => [
    { label: l10n.t('Read-only'), detail: l10n.t('Nothing on the server can be changed'), value: undefined },
    { label: l10n.t('Writable'), detail: l10n.t('Has no effect yet: nothing in this version writes'), value: true },
  ],
  ({ writable }) => writable || undefined,
  (_entry, writable) => ({ writable }),
);

export const rateLimitStep = choiceStep(
  () => l10n.t('Which rate limit does the server have?'),
  () =>
    rateLimitTiers.map((tier) => ({
      label: tier,
      value: tier === 'auto' ? undefined : tier,
      detail: tierWords(tier),
    })),
  ({ rateLimit }) => (rateLimit === 'auto' ? undefined : rateLimit),
  (_entry, rateLimit) => ({ rateLimit }),
);

function tierWords(tier: (typeof rateLimitTiers)[number]): string {
  switch (tier) {
    case 'auto':
      return l10n.t('Follows the limits that the server reports');
    case 'unlimited':
      return l10n.t('No limit, for your own server');
    case 'staging':
      return l10n.t('Ory Network: staging and development environments of paid projects');
    default:
      return l10n.t('Ory Network: the project’s plan');
  }
}

export const pageSizeStep = textStep(
  () => ({
    prompt: l10n.t('Identities or sessions per page, 10 to 250 (leave empty to use the setting)'),
    placeholder: '',
  }),
  ({ pageSize }) => String(pageSize ?? ''),
  (_entry, text) => ({ pageSize: text === undefined ? undefined : Number(text) }),
  (text) => (text === '' ? undefined : pageSizeProblem(Number(text))),
);

export const labelTraitsStep = textStep(
  () => ({
    prompt: l10n.t('Traits to use as the name of an identity, separated by commas (leave empty to use the setting)'),
    placeholder: 'name.full, name.first+name.last',
  }),
  ({ labelTraits }) => (labelTraits ?? []).join(', '),
  (_entry, text) => ({
    labelTraits: text
      ?.split(',')
      .map((path) => path.trim())
      .filter((path) => path !== ''),
  }),
);
