import type { Connections } from '../connections/connections.ts';
import type { OriginReasons } from './originReasons.ts';

/** What a row is made from, besides its node. */
export interface Surroundings {
  readonly connections: Pick<Connections, 'list' | 'get' | 'directory' | 'unlockOf'>;
  /** The setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[];
  readonly now: Date;
  /** Undefined until the first row that may show them. */
  readonly reasons: Pick<OriginReasons, 'of'> | undefined;
}
