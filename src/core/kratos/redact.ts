import { hiddenText } from '../http/redact.ts';
import type { HttpResponse } from '../http/transport.ts';

/**
 * Returns the start of a server's text for a failure, or a placeholder (`isHidden`) if it may repeat a secret that was
 * sent. `text` must not be cut, because half of a secret is not recognized.
 */
export function redact(response: HttpResponse, text: string): string {
  return response.redact?.(text) ?? text;
}

/** Returns whether `text` is the placeholder for one that may repeat a secret. */
export function isHidden(text: string): boolean {
  return text === hiddenText;
}
