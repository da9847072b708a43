import { l10n } from 'vscode';
import type { AuthenticationEntry, HeaderEntry } from '../settings/connectionEntry.ts';
import { headerNamesProblem, isSecretHeaderName, plainHeaderProblem } from '../settings/headerEntries.ts';
import { usernameProblem } from '../settings/serverOptions.ts';
import { listIn } from './askDetails.ts';
import { secretStep } from './askSecret.ts';
import { type Draft, withEntry } from './connectionDraft.ts';
import type { Step } from './formSteps.ts';
import { choiceStep, textStep } from './questions.ts';

/** Returns the steps for the authentication: which kind, then what that needs. */
export function authenticationSteps(draft: Draft): readonly Step[] {
  const { authentication } = draft.entry;
  switch (authentication?.type) {
    case 'basic':
      return [kindStep, usernameStep, secretStep('password')];
    case 'bearer':
      return [kindStep, secretStep('bearer')];
    case 'headers':
      return [kindStep, headerNamesStep, ...authentication.headers.map(({ name }) => headerStep(name))];
    case 'none':
    case undefined:
      return [kindStep];
  }
}

const blank: Readonly<Record<AuthenticationEntry['type'], AuthenticationEntry | undefined>> = {
  none: undefined,
  bearer: { type: 'bearer' },
  basic: { type: 'basic', username: '' },
  headers: { type: 'headers', headers: [] },
};

const kindStep = choiceStep<AuthenticationEntry['type']>((draft) => {
  const { authentication } = draft.entry;
  return {
    placeholder: l10n.t('How should requests authenticate?'),
    choices: [
      {
        value: 'none',
        label: l10n.t('None'),
        detail: l10n.t('The server requires no authentication, as Kratos itself'),
      },
      { value: 'bearer', label: l10n.t('API key'), detail: l10n.t('Authorization: Bearer …, as on Ory Network') },
      {
        value: 'basic',
        label: l10n.t('User name and password'),
        detail: l10n.t('For a gateway with basic authentication'),
      },
      { value: 'headers', label: l10n.t('Headers'), detail: l10n.t('For a gateway that requires its own headers') },
    ],
    value: authentication?.type ?? 'none',
    accept: (type) =>
      withEntry(draft, { authentication: authentication?.type === type ? authentication : blank[type] }),
  };
});

const usernameStep = textStep((draft) => ({
  prompt: l10n.t('User name'),
  value: draft.entry.authentication?.type === 'basic' ? draft.entry.authentication.username : '',
  problem: usernameProblem,
  accept: (username) => withEntry(draft, { authentication: { type: 'basic', username } }),
}));

const headerNamesStep = textStep((draft) => {
  const before = headersOf(draft);
  return {
    prompt: l10n.t('Names of the headers, separated by commas. You will be asked for their values next.'),
    placeholder: 'X-Gateway-Key',
    value: before.map(({ name }) => name).join(', '),
    problem: (text) =>
      listIn(text).length === 0
        ? l10n.t('Enter at least one header name, e.g. X-Gateway-Key.')
        : headerNamesProblem(listIn(text)),
    accept: (text) => {
      const headers = listIn(text).map(
        (name) => before.find((header) => header.name.toLowerCase() === name.toLowerCase()) ?? { name, secret: true },
      );
      return withEntry(draft, { authentication: { type: 'headers', headers } });
    },
  };
});

/** Creates a step that asks for a header's value, and first whether it is a secret unless the name says so. */
function headerStep(name: string): Step {
  const secret: Step = (draft, place) =>
    secretStep(`header:${name.toLowerCase()}`)(withHeader(draft, { name, secret: true }), place);
  const plain = textStep((draft) => ({
    prompt: l10n.t('Value of the header {0}', name),
    value: headersOf(draft).find((header) => header.name === name)?.value ?? '',
    problem: (text) => plainHeaderProblem(name, text),
    accept: (text) => withHeader(draft, { name, value: text.trim() }),
  }));
  return isSecretHeaderName(name)
    ? secret
    : choiceStep<Step>((draft) => ({
        placeholder: l10n.t('Is the value of the header {0} a secret?', name),
        choices: [
          { value: secret, label: l10n.t('A secret'), detail: l10n.t('Stored in the secret storage') },
          { value: plain, label: l10n.t('Not a secret'), detail: l10n.t('Stored in the settings, as plain text') },
        ],
        value: headersOf(draft).some((header) => header.name === name && header.secret === true) ? secret : plain,
        accept: (step) => step,
      }));
}

function headersOf({ entry }: Draft): readonly HeaderEntry[] {
  return entry.authentication?.type === 'headers' ? entry.authentication.headers : [];
}

function withHeader(draft: Draft, header: HeaderEntry): Draft {
  const headers = headersOf(draft).map((one) => (one.name === header.name ? header : one));
  return withEntry(draft, { authentication: { type: 'headers', headers } });
}
