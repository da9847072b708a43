import { isDeepStrictEqual } from 'node:util';
import { l10n, ThemeColor, ThemeIcon } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { refuse } from '../settings/unusableValue.ts';
import { type ConnectionDraft, withEntry, withTls } from './connectionDraft.ts';
import { choiceStep, inTurn, textStep } from './questions.ts';

type Environment = Pick<ConnectionEntry, 'environment' | 'production'>;

const usual: readonly Environment[] = [
  {},
  { environment: { name: 'development', color: 'charts.green' } },
  { environment: { name: 'staging', color: 'charts.yellow' } },
  { environment: { name: 'production', color: 'charts.red' }, production: true },
];

/** Asks for the environment; of a custom one, for name, color and production. */
export const environmentStep = choiceStep<Environment | undefined>((draft) => {
  const { environment, production = false } = draft.entry;
  const current = usual.find((one) =>
    isDeepStrictEqual([one.environment, one.production ?? false], [environment, production]),
  );
  return {
    placeholder: l10n.t('What is this server for? Shown on its row, in the panel and in pickers.'),
    choices: [
      ...usual.map((one) => ({
        label: one.environment?.name ?? l10n.t('None'),
        iconPath: serverIcon(one.environment?.color),
        detail: one.production ? productionDetail() : '',
        value: one,
      })),
      { label: l10n.t('Other…'), detail: l10n.t('With a custom name and color'), value: undefined },
    ],
    value: current,
    accept: (chosen) =>
      chosen === undefined
        ? {
            draft: withEntry(draft, { environment: current === undefined ? environment : { name: '' } }),
            next: inTurn(nameStep, colorStep, productionStep),
          }
        : withProduction(withEntry(draft, { environment: chosen.environment }), chosen.production || undefined),
  };
});

const nameStep = textStep((draft) => ({
  prompt: l10n.t('Name of the environment'),
  placeholder: l10n.t('e.g. staging'),
  value: draft.entry.environment?.name ?? '',
  accept: (text) => {
    const name = text.trim() || refuse(l10n.t('Enter a name for the environment.'));
    return withEntry(draft, { environment: { ...draft.entry.environment, name } });
  },
}));

const colorStep = choiceStep<string | undefined>((draft) => {
  const { name = '', color: current } = draft.entry.environment ?? {};
  const usualColors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'].map((color) => `charts.${color}`);
  const colors = [...new Set([undefined, ...usualColors, current])];
  return {
    placeholder: l10n.t('Theme color for {0}', name),
    choices: colors.map((color) => ({ label: color ?? l10n.t('No color'), iconPath: serverIcon(color), value: color })),
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
function withProduction(draft: ConnectionDraft, production: true | undefined): ConnectionDraft {
  const isUnchecked = draft.entry.tls?.verify === false;
  return withEntry(production && isUnchecked ? withTls(draft, { verify: undefined }) : draft, { production });
}

function productionDetail(): string {
  return l10n.t('People depend on it: it is marked, and its certificate is always checked');
}

function serverIcon(color: string | undefined): ThemeIcon {
  return new ThemeIcon('server', color === undefined ? undefined : new ThemeColor(color));
}
