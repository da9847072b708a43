import type { HttpAnswer } from '../http/transport.ts';
import { hiddenText } from '../http/withoutSecrets.ts';

/**
 * Returns the start of a text from a response; where it may repeat a secret that was sent, a text that `isHidden`. Each text
 * of a server goes through here on its way into a failure; what is read as data does not. Takes the text uncut: half of a
 * secret is not recognized.
 */
export function toldText({ withoutSecrets }: HttpAnswer, text: string): string {
  return withoutSecrets === undefined ? text : withoutSecrets(text);
}

/** Whether `text` stands in the place of one that may repeat a secret. */
export function isHidden(text: string): boolean {
  return text === hiddenText;
}
