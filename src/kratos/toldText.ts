import type { HttpAnswer } from '../http/transport.ts';

/**
 * A text of an answer as a failure may tell it: every text of a server goes through here on its way into one. Takes it
 * decoded and whole, for a secret that is still escaped, or cut in two, might be missed; what was read as data stays as it is.
 */
export function toldText({ withoutSecrets }: HttpAnswer, text: string): string {
  return withoutSecrets === undefined ? text : withoutSecrets(text);
}
