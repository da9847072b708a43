import type { Event } from 'vscode';
import type { Directory } from '../core/directory/directory.ts';
import type { Server } from '../server/openServer.ts';
import type { Connection, InvalidConnection } from './connection.ts';
import type { ConnectionEntry } from './settings/connectionEntry.ts';
import type { Unlocks } from './unlock/unlocks.ts';

/** What is left of an unlock. */
export interface UnlockState {
  /** The reason or ticket that the user gave. */
  readonly reason: string | undefined;
  readonly milliseconds: number;
}

/** The user's connections, with the cached data of each server. */
export interface Connections {
  readonly list: readonly (Connection | InvalidConnection)[];
  get(connectionId: string): Connection | undefined;
  /** Makes the connection's next request ask for consent again after a refusal. */
  resetConsent(connectionId: string): void;
  /** Returns the connection's directory, created with the first call and without a request. */
  directory(connectionId: string): Directory | undefined;
  /** Fires after the list changed and the directories of removed connections were disposed. */
  readonly onDidChangeList: Event<void>;
  /** Returns what is left of the connection's unlock in this window; undefined while it is locked. */
  unlockOf(connectionId: string): UnlockState | undefined;
  /** Fires with the id of a connection when it is unlocked or locked, and with each minute of its unlock. */
  readonly onDidChangeUnlock: Event<string>;
  /** Adds the demo, whose server starts with the first request. */
  addDemo(): Promise<Connection>;
  /** Restarts the demo of this window, locked and with its first data. Does nothing while there is no demo. */
  resetDemo(): void;
  /** Appends an entry to the user settings. Rejects, and writes nothing, when it is invalid. */
  add(entry: ConnectionEntry): Promise<Connection>;
  /** Replaces an entry. One with another name becomes another connection. */
  replace(connectionId: string, entry: ConnectionEntry): Promise<Connection>;
  /** Swaps the entry with the one before (-1) or after (1). */
  move(connectionId: string, by: 1 | -1): Promise<void>;
  /** Removes the entry from the settings and its secrets from the secret storage. */
  remove(connectionId: string): Promise<void>;
}

/** Returns the connections with valid entries, in the order of the list. */
export function validConnections({ list }: Pick<Connections, 'list'>): readonly Connection[] {
  return list.filter((entry) => entry.kind !== 'invalid');
}

/** The servers of the connections, for features that need raw responses. */
export interface Servers {
  /** Returns the server that the connection's directory uses, which ends with the connection. */
  server(connectionId: string): Server | undefined;
}

/** For the commands that unlock connections, and for features that change something on a server. */
export interface Unlocking {
  /** Loads the unlocks of this window, which make the permits. */
  unlocks(): Promise<Unlocks>;
}
