import { l10n } from 'vscode';
import { budgetTiers } from '../settings/connectionEntry.ts';
import { pageSizeProblem } from '../settings/parseConnections.ts';
import { choiceStep, textStep } from './entrySteps.ts';

export const writableStep = choiceStep<true | undefined>(
  () => l10n.t('May changes be made through this connection?'),
  () => [
    { label: l10n.t('Read-only'), detail: l10n.t('Nothing on the server is changed'), value: undefined },
    { label: l10n.t('Writable'), value: true },
  ],
  ({ writable }) => writable || undefined,
  (_entry, writable) => ({ writable }),
);

export const budgetStep = choiceStep(
  () => l10n.t('How many requests does the server allow?'),
  () =>
    budgetTiers.map((tier) => ({
      label: tier,
      value: tier === 'learnt' ? undefined : tier,
      detail: tierWords(tier),
    })),
  ({ budget }) => (budget === 'learnt' ? undefined : budget),
  (_entry, budget) => ({ budget }),
);

function tierWords(tier: (typeof budgetTiers)[number]): string {
  switch (tier) {
    case 'learnt':
      return l10n.t('Heeds what the server’s answers say of limits');
    case 'unlimited':
      return l10n.t('A server of your own');
    case 'staging':
      return l10n.t('Ory Network: staging and development environments of paid projects');
    default:
      return l10n.t('Ory Network: the project’s plan');
  }
}

export const pageSizeStep = textStep(
  () => ({
    prompt: l10n.t('How many identities or sessions one page holds (10 to 250); empty for the setting’s'),
    placeholder: '',
  }),
  ({ pageSize }) => String(pageSize ?? ''),
  (_entry, text) => ({ pageSize: text === undefined ? undefined : Number(text) }),
  (text) => (text === '' ? undefined : pageSizeProblem(Number(text))),
);

export const labelTraitsStep = textStep(
  () => ({
    prompt: l10n.t('Traits to name an identity by, with commas between them; empty for the setting’s'),
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
