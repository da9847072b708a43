import type { Event } from 'vscode';
import type { Directory } from '../directory/directory.ts';
import type { Connection, InvalidConnection } from './connection.ts';

/** The connections that the person has, and what is known of each server. */
export interface Connections {
  readonly list: readonly (Connection | InvalidConnection)[];
  get(connectionId: string): Connection | undefined;
  /** Made at the first asking, without a request; undefined when there is no such connection. */
  directory(connectionId: string): Directory | undefined;
  /** After the list changed. Directories of connections that are gone are disposed before it fires. */
  readonly onDidChangeList: Event<void>;
  /** Adds the demo (its server starts at the first request) and answers with it. */
  addDemo(): Promise<Connection>;
  /** Appends an entry to the person's settings. */
  add(name: string, url: URL): Promise<Connection>;
  remove(connectionId: string): Promise<void>;
}
