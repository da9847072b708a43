import type { Event } from 'vscode';
import type { Directory } from '../directory/directory.ts';
import type { Server } from '../server/openServer.ts';
import type { Connection, InvalidConnection } from './connection.ts';
import type { ConnectionEntry } from './settings/connectionEntry.ts';

/** The connections that the person has, and what is known of each server. */
export interface Connections {
  readonly list: readonly (Connection | InvalidConnection)[];
  get(connectionId: string): Connection | undefined;
  /** The person wants this connection tried again: its next request asks what they said no to. */
  askAgain(connectionId: string): void;
  /** Made at the first asking, without a request; undefined when there is no such connection. */
  directory(connectionId: string): Directory | undefined;
  /** After the list changed. Directories of connections that are gone are disposed before it fires. */
  readonly onDidChangeList: Event<void>;
  /** Adds the demo (its server starts at the first request) and answers with it. */
  addDemo(): Promise<Connection>;
  /** Appends an entry to the person's settings. Rejects, and writes nothing, when it is no connection. */
  add(entry: ConnectionEntry): Promise<Connection>;
  /** Writes an entry in the place of another; one whose name changed is another connection from then on. */
  replace(connectionId: string, entry: ConnectionEntry): Promise<Connection>;
  /** Changes places with the entry before (-1) or after (1). */
  move(connectionId: string, by: 1 | -1): Promise<void>;
  /** Takes the entry out of the settings, and its secrets out of the secret storage. */
  remove(connectionId: string): Promise<void>;
}

/** The servers of the connections, for features that need raw responses. */
export interface Servers {
  /** Returns the server that the connection's directory uses, which ends with the connection. */
  server(connectionId: string): Server | undefined;
}
