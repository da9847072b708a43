/**
 * The server's own text of one item, so that key order, unknown members and numbers beyond 2^53 survive. The text of an
 * embedded identity is held apart: a list repeats the same one in every session, and all of them share one string.
 */
export interface ExactJson {
  readonly before: string;
  /** The text of the value of the top-level member "identity"; undefined where there is none. */
  readonly identity: string | undefined;
  readonly after: string;
}

/** The item's whole text, byte for byte as the server sent it (compact, not pretty-printed). */
export function exactText(json: ExactJson): string {
  return json.before + (json.identity ?? '') + json.after;
}
