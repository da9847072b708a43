import type { ServerOptions } from '../core/http/connectionOptions.ts';
import type { ConnectionEntry } from './settings/connectionEntry.ts';

/** A server to browse. `id` is the authority of its documents: lower-case letters, digits and hyphens. */
export type Connection = ConfiguredConnection | DemoConnection;

export interface ConfiguredConnection {
  readonly kind: 'configured';
  readonly id: string;
  readonly name: string;
  /** For display: http://…, https://… or unix:/… */
  readonly address: string;
  readonly server: ServerOptions;
  readonly environment: Environment | undefined;
  readonly production: boolean;
  /** Whether changes are allowed through this connection; false by default. */
  readonly writable: boolean;
  /** Overrides the setting kratosExplorer.pageSize. */
  readonly pageSize: number | undefined;
  /** Overrides the setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[] | undefined;
  /** The entry in the settings. */
  readonly entry: ConnectionEntry;
}

export interface DemoConnection {
  readonly kind: 'demo';
  readonly id: 'demo';
  readonly name: string;
}

interface Environment {
  readonly name: string;
  /** The id of a theme color, e.g. charts.red. */
  readonly color: string | undefined;
}

/** An unusable entry of the setting, which is shown as a row with its problem. */
export interface InvalidConnection {
  readonly kind: 'invalid';
  /** Its index in the setting. */
  readonly index: number;
  readonly name: string | undefined;
  readonly problem: string;
}
