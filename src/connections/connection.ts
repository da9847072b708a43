import type { ServerOptions } from '../http/connectionOptions.ts';
import type { ConnectionEntry } from './settings/connectionEntry.ts';

/** One server to browse. `id` is the authority of its files: lower-case letters, digits and hyphens. */
export type Connection = ConfiguredConnection | DemoConnection;

export interface ConfiguredConnection {
  readonly kind: 'configured';
  readonly id: string;
  readonly name: string;
  /** As it is written and shown: http://…, https://… or unix:/… */
  readonly address: string;
  /** How the server is reached. */
  readonly server: ServerOptions;
  readonly environment: Environment | undefined;
  readonly production: boolean;
  /** False, the default, for a connection that nothing may be written through. */
  readonly writable: boolean;
  /** In the place of the setting kratosExplorer.pageSize. */
  readonly pageSize: number | undefined;
  /** In the place of the setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[] | undefined;
  /** As it stands in the settings. */
  readonly entry: ConnectionEntry;
}

export interface DemoConnection {
  readonly kind: 'demo';
  readonly id: 'demo';
  readonly name: string;
}

export interface Environment {
  readonly name: string;
  /** A theme colour's id, e.g. charts.red. */
  readonly color: string | undefined;
}

/** An entry of the setting that is no connection: shown as a marked row with `problem`, the others go on. */
export interface InvalidConnection {
  readonly kind: 'invalid';
  /** Its place in the setting. */
  readonly index: number;
  readonly name: string | undefined;
  readonly problem: string;
}
