/** What Kratos' database holds as JSON; a number beyond 2^53 is one of `exactNumber`. */
export type Json = string | number | boolean | null | ExactNumber | readonly Json[] | { readonly [name: string]: Json };

declare const exact: unique symbol;
/** A number that goes out with the digits that it was written with. */
export interface ExactNumber {
  readonly [exact]: true;
}

// In every Node that VS Code 1.105 and later run on, but in no TypeScript library yet.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): ExactNumber };

export const exactNumber = (digits: string): ExactNumber => rawJSON(digits);

/** JSON as Go's encoder writes it: as JSON.stringify, but with <, >, & and the two line separators escaped. */
export function goJson(value: Json): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Reads a body into what Kratos expects, an array or an object (null stays null), or returns the text of Go's error,
 * which clients see. `type` is Go's name of what is expected.
 */
export function decodeGo(
  body: string,
  expected: 'array' | 'object',
  type: string,
): { readonly value: unknown } | { readonly error: string } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const first = body.trimStart()[0];
    return {
      error:
        first === undefined
          ? 'unexpected end of JSON input'
          : `invalid character '${first}' looking for beginning of value`,
    };
  }
  const kind = goKind(value);
  return value === null || kind === expected
    ? { value }
    : { error: `json: cannot unmarshal ${kind} into Go value of type ${type}` };
}

/** What Go's JSON errors call a value. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
