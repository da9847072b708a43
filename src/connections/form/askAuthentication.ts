import { l10n } from 'vscode';
import type { SecretName } from '../../http/connectionOptions.ts';
import {
  cleanSecret,
  fits,
  type SecretPlace,
  secretPlaces,
  secretProblem,
  secretPrompt,
  storageNote,
} from '../secrets/secretPlaces.ts';
import type { AuthenticationEntry, HeaderEntry } from '../settings/connectionEntry.ts';
import { headerNameProblem, isSecretHeaderName, plainHeaderProblem } from '../settings/headerEntries.ts';
import { usernameProblem } from '../settings/serverOptions.ts';
import { type Draft, serverOf, withEntry, withSecret } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { askForChoice, askForText, type StepPlace } from './inputStep.ts';

/** Asks how to authenticate, then for what that needs. */
export function authenticationSteps(draft: Draft): readonly Step[] {
  const { authentication } = draft.entry;
  switch (authentication?.type) {
    case 'basic':
      return [kindStep, usernameStep, secretStep('password')];
    case 'bearer':
      return [kindStep, secretStep('bearer')];
    case 'headers':
      return [kindStep, headerNamesStep, ...authentication.headers.map(headerStep)];
    case 'none':
    case undefined:
      return [kindStep];
  }
}

/** Asks for the secret of this place, which is one line. */
export function placeStep(place: SecretPlace): Step {
  return (draft, stepPlace) => askForSecret(draft, place, stepPlace);
}

/** Asks for one secret, if the server of the draft has a place for it by then. */
export function secretStep(name: SecretName): Step {
  return async (draft, stepPlace) => {
    const place = secretPlaces(serverOf(draft)).find((one) => one.name === name);
    return place === undefined ? { kind: 'done', draft } : await askForSecret(draft, place, stepPlace);
  };
}

const kindStep: Step = async (draft, place) => {
  const choices: { readonly label: string; readonly detail: string; readonly type: AuthenticationEntry['type'] }[] = [
    { type: 'none', label: l10n.t('None'), detail: l10n.t('The server requires no authentication, as Kratos itself') },
    { type: 'bearer', label: l10n.t('API key'), detail: l10n.t('Authorization: Bearer …, as on Ory Network') },
    {
      type: 'basic',
      label: l10n.t('User name and password'),
      detail: l10n.t('For a gateway with basic authentication'),
    },
    { type: 'headers', label: l10n.t('Headers'), detail: l10n.t('For a gateway that requires its own headers') },
  ];
  const answer = await askForChoice({
    ...place,
    placeholder: l10n.t('How should requests authenticate?'),
    choices,
    active: choices.find(({ type }) => type === (draft.entry.authentication?.type ?? 'none')),
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const { type } = answer.choice;
  const kept = draft.entry.authentication?.type === type ? draft.entry.authentication : undefined;
  return { kind: 'done', draft: withEntry(draft, { authentication: kept ?? blank(type) }) };
};

function blank(type: AuthenticationEntry['type']): AuthenticationEntry | undefined {
  switch (type) {
    case 'none':
      return undefined;
    case 'bearer':
      return { type };
    case 'basic':
      return { type, username: '' };
    case 'headers':
      return { type, headers: [] };
  }
}

const usernameStep: Step = async (draft, place) => {
  const username = draft.entry.authentication?.type === 'basic' ? draft.entry.authentication.username : '';
  const answer = await askForText({
    ...place,
    prompt: l10n.t('User name'),
    placeholder: '',
    value: username,
    problem: usernameProblem,
  });
  return answer.kind === 'accepted'
    ? { kind: 'done', draft: withEntry(draft, { authentication: { type: 'basic', username: answer.text } }) }
    : answer;
};

const headerNamesStep: Step = async (draft, place) => {
  const before = headersOf(draft);
  const answer = await askForText({
    ...place,
    prompt: l10n.t('Names of the headers, separated by commas. You will be asked for their values next.'),
    placeholder: 'X-Gateway-Key',
    value: before.map(({ name }) => name).join(', '),
    problem: namesProblem,
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const headers = namesIn(answer.text).map(
    (name) => before.find((header) => header.name.toLowerCase() === name.toLowerCase()) ?? { name, secret: true },
  );
  return { kind: 'done', draft: withEntry(draft, { authentication: { type: 'headers', headers } }) };
};

function namesIn(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

function namesProblem(text: string): string | undefined {
  const taken = new Set<string>();
  for (const name of namesIn(text)) {
    const problem = headerNameProblem(name, taken);
    if (problem !== undefined) {
      return problem;
    }
    taken.add(name.toLowerCase());
  }
  return taken.size === 0 ? l10n.t('Enter at least one header name, e.g. X-Gateway-Key.') : undefined;
}

/** Asks for one header's value; before that, unless its name tells, whether it is a secret. */
function headerStep({ name }: HeaderEntry): Step {
  return async (draft, place) => {
    for (;;) {
      const kind = isSecretHeaderName(name) ? 'secret' : await askIfSecret(draft, name, place);
      if (typeof kind !== 'string') {
        return kind;
      }
      const result = await (kind === 'secret' ? askSecretHeader : askPlainHeader)(draft, name, {
        ...place,
        canGoBack: true,
      });
      if (result.kind !== 'back' || isSecretHeaderName(name)) {
        return result;
      }
    }
  };
}

type AskHeader = (draft: Draft, name: string, place: StepPlace) => ReturnType<Step>;

async function askIfSecret(draft: Draft, name: string, place: StepPlace) {
  const choices = [
    { secret: true, label: l10n.t('A secret'), detail: l10n.t('Stored in the secret storage') },
    { secret: false, label: l10n.t('Not a secret'), detail: l10n.t('Stored in the settings, as plain text') },
  ];
  const isSecret = headersOf(draft).find((header) => header.name === name)?.secret === true;
  const answer = await askForChoice({
    ...place,
    placeholder: l10n.t('Is the value of the header {0} a secret?', name),
    choices,
    active: choices.find(({ secret }) => secret === isSecret),
  });
  return answer.kind === 'accepted' ? (answer.choice.secret ? 'secret' : 'plain') : answer;
}

const askSecretHeader: AskHeader = (draft, name, place) =>
  secretStep(`header:${name.toLowerCase()}`)(withHeader(draft, { name, secret: true }), place);

const askPlainHeader: AskHeader = async (draft, name, place) => {
  const answer = await askForText({
    ...place,
    prompt: l10n.t('Value of the header {0}', name),
    placeholder: '',
    value: headersOf(draft).find((header) => header.name === name)?.value ?? '',
    problem: (text) => plainHeaderProblem(name, text),
  });
  return answer.kind === 'accepted'
    ? { kind: 'done', draft: withHeader(draft, { name, value: answer.text.trim() }) }
    : answer;
};

function headersOf({ entry }: Draft): readonly HeaderEntry[] {
  return entry.authentication?.type === 'headers' ? entry.authentication.headers : [];
}

function withHeader(draft: Draft, header: HeaderEntry): Draft {
  const headers = headersOf(draft).map((one) => (one.name === header.name ? header : one));
  return withEntry(draft, { authentication: { type: 'headers', headers } });
}

/** A stored secret is never put into the input; leaving the input empty keeps it. */
async function askForSecret(draft: Draft, place: SecretPlace, stepPlace: StepPlace): ReturnType<Step> {
  const isKept = draft.secrets.some((secret) => fits(place, secret));
  const answer = await askForText({
    ...stepPlace,
    prompt: `${secretPrompt(place)}. ${storageNote()}`,
    placeholder: isKept ? l10n.t('Leave empty to keep the stored one') : '',
    value: '',
    password: true,
    problem: (text) => (text === '' && isKept ? undefined : secretProblem(place, cleanSecret(place, text))),
  });
  if (answer.kind !== 'accepted') {
    return answer;
  }
  const value = cleanSecret(place, answer.text);
  return { kind: 'done', draft: value === '' && isKept ? draft : withSecret(draft, place, value) };
}
