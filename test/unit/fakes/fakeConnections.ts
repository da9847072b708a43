import { EventEmitter } from 'vscode';
import type { Connection } from '../../../src/connections/connection.ts';
import type { Connections } from '../../../src/connections/connections.ts';
import type { ConnectionEntry } from '../../../src/connections/settings/connectionEntry.ts';
import type { Directory } from '../../../src/core/directory/directory.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

/** Connections that a test adds and removes. A directory and its connection have the same id. */
export class FakeConnections implements Connections {
  readonly #directories = new Map<string, Directory>();
  /** The URLs of connections that now lead elsewhere. */
  readonly urls = new Map<string, URL>();
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeList = this.#changed.event;
  readonly onDidChangeUnlock = new EventEmitter<string>().event;

  readonly #entry: Partial<ConnectionEntry>;

  constructor(directories: Readonly<Record<string, Directory>> = {}, entry: Partial<ConnectionEntry> = {}) {
    this.#entry = entry;
    for (const [id, directory] of Object.entries(directories)) {
      this.#directories.set(id, directory);
    }
  }

  get list(): readonly Connection[] {
    return [...this.#directories.keys()].map((id) => ({
      ...aConnection({ ...this.#entry, url: this.urls.get(id)?.href ?? `https://${id}.test:4434` }),
      id,
      name: `Name of ${id}`,
    }));
  }

  set(id: string, directory: Directory | undefined): void {
    if (directory === undefined) {
      this.#directories.delete(id);
    } else {
      this.#directories.set(id, directory);
    }
    this.#changed.fire();
  }

  get(id: string): Connection | undefined {
    return this.list.find((connection) => connection.id === id);
  }
  readonly consentResets: string[] = [];
  resetConsent(id: string): void {
    this.consentResets.push(id);
  }
  directory(id: string): Directory | undefined {
    return this.#directories.get(id);
  }
  unlockOf(): undefined {
    return undefined;
  }
  addDemo(): Promise<Connection> {
    throw new Error('not part of this test');
  }
  resetDemo(): void {
    throw new Error('not part of this test');
  }
  add(): Promise<Connection> {
    throw new Error('not part of this test');
  }
  replace(): Promise<Connection> {
    throw new Error('not part of this test');
  }
  move(): Promise<void> {
    throw new Error('not part of this test');
  }
  async remove(id: string): Promise<void> {
    this.set(id, undefined);
  }
}
