import { l10n } from 'vscode';
import { fits, type SecretPlace, secretProblem, secretPrompt, storageNote } from '../secrets/secretPlaces.ts';
import { usernameProblem } from '../settings/serverOptions.ts';
import { type Draft, withSecret } from './connectionDraft.ts';
import type { Step, StepResult } from './formSteps.ts';
import { askForText, type StepPlace, type TextAnswer } from './inputStep.ts';

/**
 * Asks for the login at a proxy whose address names no user: the user name, then the password, stored as one secret. An
 * empty user name leaves the login as it is.
 */
export function proxyLoginStep(place: SecretPlace): Step {
  return async (draft, stepPlace): Promise<StepResult> => {
    for (;;) {
      const user = await askForUser(draft, place, stepPlace);
      if (user.kind !== 'accepted') {
        return user;
      }
      if (user.text === '') {
        return { kind: 'done', draft };
      }
      const password = await askForPassword(place, { ...stepPlace, canGoBack: true });
      if (password.kind === 'accepted') {
        return { kind: 'done', draft: withSecret(draft, place, `${user.text}:${password.text}`) };
      }
      if (password.kind === 'dismissed') {
        return password;
      }
    }
  };
}

/** No part of a stored login is put into the input, not even its user name. */
function askForUser({ secrets }: Draft, place: SecretPlace, stepPlace: StepPlace): Promise<TextAnswer> {
  const isKept = secrets.some((secret) => fits(place, secret));
  return askForText({
    ...stepPlace,
    prompt: `${secretPrompt(place)}. ${storageNote()}`,
    placeholder: isKept ? l10n.t('Leave empty to keep the stored one') : '',
    value: '',
    problem: (text) => (text === '' ? undefined : usernameProblem(text)),
  });
}

function askForPassword({ origin }: SecretPlace, stepPlace: StepPlace): Promise<TextAnswer> {
  const place: SecretPlace = { name: 'proxyPassword', origin, optional: false };
  return askForText({
    ...stepPlace,
    prompt: `${secretPrompt(place)}. ${storageNote()}`,
    placeholder: '',
    value: '',
    password: true,
    problem: (text) => secretProblem(place, text),
  });
}
