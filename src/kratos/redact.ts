import { hiddenText } from '../http/redact.ts';
import type { HttpResponse } from '../http/transport.ts';

/**
 * Returns the start of a text from a response; where it may repeat a secret that was sent, a text that `isHidden`. Each text
 * of a server goes through here on its way into a failure; what is read as data does not. Takes the text uncut: half of a
 * secret is not recognized.
 */
export function redact(response: HttpResponse, text: string): string {
  return response.redact?.(text) ?? text;
}

/** Returns whether `text` replaces one that may repeat a secret. */
export function isHidden(text: string): boolean {
  return text === hiddenText;
}
