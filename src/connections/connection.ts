/** One server to browse. `id` is the authority of its files: lower-case letters, digits and hyphens. */
export type Connection =
  | { readonly kind: 'configured'; readonly id: string; readonly name: string; readonly url: URL }
  | { readonly kind: 'demo'; readonly id: 'demo'; readonly name: string };

/** An entry of the setting that is no connection: shown as a marked row with `problem`, the others go on. */
export interface InvalidConnection {
  readonly kind: 'invalid';
  /** Its place in the setting. */
  readonly index: number;
  readonly name: string | undefined;
  readonly problem: string;
}
