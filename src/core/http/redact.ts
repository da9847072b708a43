import type { TransportFailure } from './transport.ts';

/** Replaces a whole text that may repeat a secret: which part of it does depends on how it is escaped. */
export const hiddenText = '(not shown: it may repeat a key or password)';

/**
 * How much of a text is searched. A header with a secret is at most 16 KB long, and escapes take six characters for
 * one.
 */
const searchedLength = 131_072;
/** Longer than anything that is shown of a text. */
const returnedLength = 1_000;
/** A text with more layers of escapes than these is hidden without looking further. */
const mostLayers = 8;

/** Returns the failure with each text hidden that may repeat one of `secrets`. */
export function redactFailure(failure: TransportFailure, secrets: Iterable<string>): TransportFailure {
  if ('detail' in failure) {
    return { ...failure, detail: redactText(failure.detail, secrets) };
  }
  return failure.kind === 'redirectedAway' ? { ...failure, target: redactText(failure.target, secrets) } : failure;
}

/** Returns the start of `text`, or `hiddenText` where it may repeat one of `secrets`. */
export function redactText(text: string, secrets: Iterable<string>): string {
  return redactor(secrets)(text);
}

function redactor(secrets: Iterable<string>): (text: string) => string {
  const wanted = [...secrets].filter((secret) => secret !== '').flatMap((secret) => readings(secret).texts);
  return (text) => {
    // Without this, a text that only looks escaped would be hidden from connections that have no secret.
    if (wanted.length === 0) {
      return text.slice(0, returnedLength);
    }
    const { texts, isComplete } = readings(text.slice(0, searchedLength));
    const isClean = isComplete && !wanted.some((secret) => texts.some((reading) => reading.includes(secret)));
    return isClean ? text.slice(0, returnedLength) : hiddenText;
  };
}

/**
 * Reads `text` as it is and with one layer of escapes after the other undone, each time only its ASCII letters and
 * digits in lower case. Encodings differ in all other characters; a secret of nothing else is found in every text.
 */
function readings(text: string): { readonly texts: readonly string[]; readonly isComplete: boolean } {
  const texts: string[] = [];
  let current = text;
  for (let layer = 0; layer <= mostLayers; layer += 1) {
    texts.push(current.replaceAll(/[^a-z\d]+/gi, '').toLowerCase());
    const next = unescapedOnce(current);
    if (next === current) {
      return { texts, isComplete: true };
    }
    current = next;
  }
  return { texts, isComplete: false };
}

/**
 * Percent-encoding, entities of HTML by number, escapes of programming languages, and what stands for no letter or
 * digit.
 */
const escapes =
  /%(?:25)*(?:u([\da-f]{4})|([\da-f]{2}))|&(?:amp;)*(?:#(\d{1,9});?|#x([\da-f]{1,9});?|[a-z][a-z\d]{1,31};)|\\(?:u([\da-f]{4})|x([\da-f]{2})|u\{([\da-f]{1,9})\}|[bfnrt])/gi;

function unescapedOnce(text: string): string {
  return text.replaceAll(escapes, (found, ...groups: (string | undefined)[]) => {
    const [percentUnit, percentByte, decimal, entityHex, unit, byte, point] = groups;
    const hex = percentUnit ?? percentByte ?? entityHex ?? unit ?? byte ?? point;
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    // An ampersand, a percent sign or a backslash may begin the next layer.
    return code <= 0x7f ? String.fromCharCode(code) : /^&(?:amp;)+$/i.test(found) ? '&' : '';
  });
}
