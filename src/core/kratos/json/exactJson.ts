/**
 * The server's text of one item, with key order, unknown members and numbers beyond 2^53. An embedded identity is kept
 * apart, because all sessions of a list share its text.
 */
export interface ExactJson {
  readonly before: string;
  /** The text of the top-level member "identity"; undefined if there is none. */
  readonly identity: string | undefined;
  readonly after: string;
}

/** Returns the item's whole text, byte for byte as the server sent it. */
export function exactText(json: ExactJson): string {
  return json.before + (json.identity ?? '') + json.after;
}
