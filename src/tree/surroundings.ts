import type { Connections } from '../connections/connections.ts';

/** What a row is made from, besides its node. */
export interface Surroundings {
  readonly connections: Pick<Connections, 'list' | 'get' | 'directory'>;
  /** The setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[];
  readonly now: Date;
}
