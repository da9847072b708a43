import { l10n, type QuickPickItem, ThemeColor, ThemeIcon } from 'vscode';
import type { ConnectionEntry } from '../settings/connectionEntry.ts';
import { type Draft, withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { askForChoice, askForText } from './inputStep.ts';

interface EnvironmentChoice extends QuickPickItem {
  readonly environment: ConnectionEntry['environment'];
  readonly production: true | undefined;
}

/** What the server is for; a custom environment is asked for by name, color and whether it is production. */
export function environmentSteps(draft: Draft): readonly Step[] {
  return isOwn(draft) ? [environmentStep, nameStep, colorStep, productionStep] : [environmentStep];
}

/** While it is being entered, a custom environment may look like one of the usual ones: what was chosen counts. */
function isOwn({ entry, ownEnvironment }: Draft): boolean {
  return ownEnvironment ?? (entry.environment !== undefined && !isUsual(entry));
}

function usualChoices(): readonly EnvironmentChoice[] {
  const usual = (name: string, color: string, production: true | undefined): EnvironmentChoice => ({
    label: name,
    iconPath: new ThemeIcon('server', new ThemeColor(color)),
    environment: { name, color },
    production,
    ...(production
      ? { detail: l10n.t('People depend on it: it is marked, and its certificate is always checked') }
      : {}),
  });
  return [
    { label: l10n.t('None'), environment: undefined, production: undefined },
    usual('development', 'charts.green', undefined),
    usual('staging', 'charts.yellow', undefined),
    usual('production', 'charts.red', true),
  ];
}

function isUsual({ environment, production }: ConnectionEntry): boolean {
  return usualChoices().some(
    (choice) =>
      choice.environment?.name === environment?.name &&
      choice.environment?.color === environment?.color &&
      choice.production === (production || undefined),
  );
}

const environmentStep: Step = async (draft, place) => {
  const { entry } = draft;
  const other: EnvironmentChoice = {
    label: l10n.t('Other…'),
    detail: l10n.t('With a custom name and color'),
    environment: isOwn(draft) ? entry.environment : { name: '' },
    production: entry.production || undefined,
  };
  const choices = [...usualChoices(), other];
  const answer = await askForChoice({
    ...place,
    placeholder: l10n.t('What is this server for? Shown on its row, in the panel and in pickers.'),
    choices,
    active:
      choices.find((one) => !isOwn(draft) && isUsual(entry) && one.environment?.name === entry.environment?.name) ??
      other,
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const { environment, production } = answer.choice;
  const chosen = withEntry(draft, { environment, production, ...checkedTls(entry, production) });
  return { kind: 'done', draft: { ...chosen, ownEnvironment: answer.choice === other } };
};

/** Production is always checked. */
function checkedTls({ tls }: ConnectionEntry, production: boolean | undefined): Pick<ConnectionEntry, 'tls'> {
  if (production !== true || tls?.verify !== false) {
    return { tls };
  }
  const { verify: _, ...others } = tls;
  return { tls: Object.keys(others).length === 0 ? undefined : others };
}

const nameStep: Step = async (draft, place) => {
  const answer = await askForText({
    ...place,
    prompt: l10n.t('Name of the environment'),
    placeholder: l10n.t('e.g. staging'),
    value: draft.entry.environment?.name ?? '',
    problem: (text) => (text.trim() === '' ? l10n.t('The name of the environment is missing.') : undefined),
  });
  return answer.kind === 'accepted'
    ? {
        kind: 'done',
        draft: withEntry(draft, { environment: { ...draft.entry.environment, name: answer.text.trim() } }),
      }
    : answer;
};

const colorStep: Step = async (draft, place) => {
  const name = draft.entry.environment?.name ?? '';
  const colors = ['red', 'orange', 'yellow', 'green', 'blue', 'purple'].map((color) => `charts.${color}`);
  const own = draft.entry.environment?.color;
  const choices: (QuickPickItem & { readonly color: string | undefined })[] = [
    { label: l10n.t('No color'), color: undefined },
    ...[...new Set([...colors, ...(own === undefined ? [] : [own])])].map((color) => ({
      label: color,
      iconPath: new ThemeIcon('server', new ThemeColor(color)),
      color,
    })),
  ];
  const answer = await askForChoice({
    ...place,
    placeholder: l10n.t('Theme color for {0}', name),
    choices,
    active: choices.find(({ color }) => color === own),
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const { color } = answer.choice;
  const environment = color === undefined ? { name } : { name, color };
  return { kind: 'done', draft: withEntry(draft, { environment }) };
};

const productionStep: Step = async (draft, place) => {
  const choices: (QuickPickItem & { readonly production: true | undefined })[] = [
    { label: l10n.t('No'), production: undefined },
    {
      label: l10n.t('Yes, production'),
      detail: l10n.t('People depend on it: it is marked, and its certificate is always checked'),
      production: true,
    },
  ];
  const answer = await askForChoice({
    ...place,
    placeholder: l10n.t('Is this a production server?'),
    choices,
    active: choices.find(({ production }) => production === (draft.entry.production || undefined)),
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const { production } = answer.choice;
  return { kind: 'done', draft: withEntry(draft, { production, ...checkedTls(draft.entry, production) }) };
};
