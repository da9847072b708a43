import { l10n } from 'vscode';
import type { AuthenticationEntry, HeaderEntry } from '../settings/connectionEntry.ts';
import { checkedPlainValue, checkHeaderNames, isSecretHeaderName } from '../settings/headerEntries.ts';
import { checkedUserName } from '../settings/serverOptions.ts';
import { refuse } from '../settings/unusableValue.ts';
import { listIn } from './askDetails.ts';
import { secretStep } from './askSecret.ts';
import { type ConnectionDraft, withEntry } from './connectionDraft.ts';
import { choiceStep, inTurn, type Step, textStep } from './questions.ts';

export const authenticationLabels: Readonly<Record<AuthenticationEntry['type'], string>> = {
  none: l10n.t('None'),
  bearer: l10n.t('API key'),
  basic: l10n.t('User name and password'),
  headers: l10n.t('Headers'),
};

/** Asks how requests authenticate, then for what that needs. */
export const authenticationStep = choiceStep<AuthenticationEntry>((draft) => {
  const { authentication: current = { type: 'none' } } = draft.entry;
  const choice = (blank: AuthenticationEntry, detail: string) => ({
    label: authenticationLabels[blank.type],
    detail,
    value: blank.type === current.type ? current : blank,
  });
  return {
    placeholder: l10n.t('How should requests authenticate?'),
    choices: [
      choice({ type: 'none' }, l10n.t('The server requires no authentication, as Kratos itself')),
      choice({ type: 'bearer' }, l10n.t('Authorization: Bearer …, as on Ory Network')),
      choice({ type: 'basic', username: '' }, l10n.t('For a gateway with basic authentication')),
      choice({ type: 'headers', headers: [] }, l10n.t('For a gateway that requires its own headers')),
    ],
    value: current,
    accept: (chosen) => ({
      draft: withEntry(draft, { authentication: chosen.type === 'none' ? undefined : chosen }),
      next: credentialsStep(chosen.type),
    }),
  };
});

/** Creates a step that asks for what this kind of authentication sends. */
export function credentialsStep(type: AuthenticationEntry['type']): Step {
  switch (type) {
    case 'none':
      return async (draft) => ({ kind: 'done', draft });
    case 'bearer':
      return secretStep('bearer');
    case 'basic':
      return inTurn(usernameStep, secretStep('password'));
    case 'headers':
      return headersStep;
  }
}

const usernameStep = textStep((draft) => ({
  prompt: l10n.t('User name for {0}', draft.entry.url),
  value: draft.entry.authentication?.type === 'basic' ? draft.entry.authentication.username : '',
  accept: (text) => withEntry(draft, { authentication: { type: 'basic', username: checkedUserName(text) } }),
}));

const headersStep = textStep((draft) => {
  const before = headersOf(draft);
  return {
    prompt: l10n.t('Names of the headers, separated by commas. You will be asked for their values next.'),
    placeholder: 'X-Gateway-Key',
    value: before.map(({ name }) => name).join(', '),
    accept: (text) => {
      const names = listIn(text);
      checkHeaderNames(names);
      const headers = names.map(
        (name) => before.find((header) => header.name.toLowerCase() === name.toLowerCase()) ?? { name, secret: true },
      );
      const [first, ...others] = headers.map(({ name }) => headerStep(name));
      return first === undefined
        ? refuse(l10n.t('Enter at least one header name, e.g. X-Gateway-Key.'))
        : { draft: withEntry(draft, { authentication: { type: 'headers', headers } }), next: inTurn(first, ...others) };
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
    accept: (text) => withHeader(draft, { name, value: checkedPlainValue(name, text) }),
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
        accept: (next) => ({ draft, next }),
      }));
}

function headersOf({ entry }: ConnectionDraft): readonly HeaderEntry[] {
  return entry.authentication?.type === 'headers' ? entry.authentication.headers : [];
}

function withHeader(draft: ConnectionDraft, header: HeaderEntry): ConnectionDraft {
  const headers = headersOf(draft).map((one) => (one.name === header.name ? header : one));
  return withEntry(draft, { authentication: { type: 'headers', headers } });
}
