/** A JSON value; `exactNumber` creates numbers beyond 2^53. */
export type Json = string | number | boolean | null | ExactNumber | readonly Json[] | { readonly [name: string]: Json };

declare const exact: unique symbol;
/** A number that keeps its digits in JSON. */
interface ExactNumber {
  readonly [exact]: true;
}

// In every Node that VS Code supports, but not yet in TypeScript's types.
const { rawJSON } = JSON as unknown as { rawJSON(text: string): ExactNumber };

export const exactNumber = (digits: string): ExactNumber => rawJSON(digits);

/** Writes JSON as Go does: like JSON.stringify, but with <, >, & and the two line separators escaped. */
export function goJson(value: Json): string {
  return JSON.stringify(value).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Parses a body as an array, an object or null, or returns the text of Go's error, which clients see. `type` is the
 * expected Go type.
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

/** Returns the name of a value's type in Go's JSON errors. */
export function goKind(value: unknown): string {
  if (Array.isArray(value)) {
    return 'array';
  }
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
