import { l10n } from 'vscode';
import type { SecretName } from '../../core/http/connectionOptions.ts';
import {
  checkedSecret,
  isSecretOf,
  type SecretPlace,
  secretPlaces,
  secretPrompt,
  storageNote,
} from '../secrets/secretPlaces.ts';
import { checkedUserName, serverOptions } from '../settings/serverOptions.ts';
import { type ConnectionDraft, withSecret } from './connectionDraft.ts';
import { type Step, textStep } from './questions.ts';

/** Creates a step that asks for a secret, if the draft's server uses it when the step begins. */
export function secretStep(name: SecretName): Step {
  return async (draft, stepPlace) => {
    const place = secretPlaces(serverOptions(draft.entry)).find((one) => one.name === name);
    return place === undefined ? { kind: 'done', draft } : await placeStep(place)(draft, stepPlace);
  };
}

/** Creates a step that asks for this secret. A stored one is never shown; an empty input keeps it. */
export function placeStep(place: SecretPlace): Step {
  return place.name === 'proxyLogin' ? proxyLoginStep(place) : textStep((draft) => secretQuestion(place, draft));
}

function secretQuestion(place: SecretPlace, draft: ConnectionDraft) {
  const isStored = draft.secrets.some((secret) => isSecretOf(place, secret));
  return {
    prompt: secretPrompt(place),
    note: storageNote(),
    placeholder: isStored ? l10n.t('Leave empty to keep the stored one') : '',
    value: '',
    password: true,
    accept: (text: string) => (text === '' && isStored ? draft : withSecret(draft, place, checkedSecret(place, text))),
  };
}

/** Creates a step for the login at a proxy whose address names no user. User name and password are one secret. */
function proxyLoginStep(place: SecretPlace): Step {
  return textStep((draft) => ({
    ...secretQuestion(place, draft),
    password: false,
    accept: (text) => {
      const user = text && checkedUserName(text);
      const forPassword = { ...place, name: 'proxyPassword', optional: false } as const;
      const password = secretQuestion(forPassword, { ...draft, secrets: [] });
      const accept = (typed: string) => withSecret(draft, place, `${user}:${checkedSecret(forPassword, typed)}`);
      return user === '' ? draft : { draft, next: textStep(() => ({ ...password, accept })) };
    },
  }));
}
