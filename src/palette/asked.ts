import type { Directory } from '../directory/directory.ts';

/** One server that is being searched. */
export interface Asked {
  readonly directory: Directory;
  readonly connectionId: string;
  readonly signal: AbortSignal;
  /** For the log: what a server cannot do, and what could not be read beside a finding. Without ids and names. */
  readonly log: (message: string) => void;
}
