import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { type Draft, withEntry, withTls } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { choiceStep, textStep } from './questions.ts';

/** Returns the steps for the environment: which one, then name, color and production of a custom one. */
export function environmentSteps(draft: Draft): readonly Step[] {
  return isCustom(draft) ? [environmentStep, nameStep, colorStep, productionStep] : [environmentStep];
}

/** A custom environment that is still being entered may equal a usual one: the user's choice decides. */
function isCustom({ entry, ownEnvironment }: Draft): boolean {
  return ownEnvironment ?? (entry.environment !== undefined && usualOf(entry) === undefined);
}

type Environment = Pick<ConnectionEntry, 'environment' | 'production'>;

const none: Environment = {};
const usual: readonly Required<Environment>[] = [
  { environment: { name: 'development', color: 'charts.green' }, production: undefined },
  { environment: { name: 'staging', color: 'charts.yellow' }, production: undefined },
  { environment: { name: 'production', color: 'charts.red' }, production: true },
];

function usualOf({ environment, production }: ConnectionEntry): Environment | undefined {
  return [none, ...usual].find(
    (one) =>
      one.environment?.name === environment?.name &&
      one.environment?.color === environment?.color &&
      one.production === (production || undefined),
  );
}

const environmentStep = choiceStep<Environment | undefined>((draft) => {
  const { entry } = draft;
  return {
    placeholder: l10n.t('What is this server for? Shown on its row, in the panel and in pickers.'),
    choices: [
      { label: l10n.t('None'), value: none },
      ...usual.map((one) => ({
        label: one.environment?.name ?? '',
        iconPath: serverIcon(one.environment?.color),
        ...(one.production ? { detail: productionDetail() } : {}),
        value: one,
      })),
      { label: l10n.t('Other…'), detail: l10n.t('With a custom name and color'), value: undefined },
    ],
    value: isCustom(draft) ? undefined : usualOf(entry),
    accept: (chosen) => {
      const environment = isCustom(draft) ? entry.environment : { name: '' };
      const { production } = chosen ?? entry;
      const after = withEntry(draft, { environment: chosen ? chosen.environment : environment });
      return { ...withProduction(after, production || undefined), ownEnvironment: chosen === undefined };
    },
  };
});

const nameStep = textStep((draft) => ({
  prompt: l10n.t('Name of the environment'),
  placeholder: l10n.t('e.g. staging'),
  value: draft.entry.environment?.name ?? '',
  problem: (text) => (text.trim() === '' ? l10n.t('The name of the environment is missing.') : undefined),
  accept: (text) => withEntry(draft, { environment: { ...draft.entry.environment, name: text.trim() } }),
}));

const colorStep = choiceStep<string | undefined>((draft) => {
  const { name = '', color: current } = draft.entry.environment ?? {};
  const usualColors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'].map((color) => `charts.${color}`);
  const colors = current === undefined || usualColors.includes(current) ? usualColors : [...usualColors, current];
  return {
    placeholder: l10n.t('Theme color for {0}', name),
    choices: [
      { label: l10n.t('No color'), value: undefined },
      ...colors.map((color) => ({ label: color, iconPath: serverIcon(color), value: color })),
    ],
    value: current,
    accept: (color) => withEntry(draft, { environment: color === undefined ? { name } : { name, color } }),
  };
});

const productionStep = choiceStep<true | undefined>((draft) => ({
  placeholder: l10n.t('Is this a production server?'),
  choices: [
    { label: l10n.t('No'), value: undefined },
    { label: l10n.t('Yes, production'), detail: productionDetail(), value: true },
  ],
  value: draft.entry.production || undefined,
  accept: (production) => withProduction(draft, production),
}));

/** The certificate of a production server is always checked. */
function withProduction(draft: Draft, production: true | undefined): Draft {
  const isUnchecked = draft.entry.tls?.verify === false;
  return withEntry(production && isUnchecked ? withTls(draft, { verify: undefined }) : draft, { production });
}

function productionDetail(): string {
  return l10n.t('People depend on it: it is marked, and its certificate is always checked');
}

function serverIcon(color: string | undefined): ThemeIcon {
  return new ThemeIcon('server', color === undefined ? undefined : new ThemeColor(color));
}
