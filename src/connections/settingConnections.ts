import { type Disposable, EventEmitter, l10n, type Memento } from 'vscode';
import { Directory } from '../core/directory/directory.ts';
import type { WriteAccess } from '../core/http/transport.ts';
import type { KratosClient } from '../core/kratos/createKratosClient.ts';
import type { Log } from '../platform/log.ts';
import { once } from '../platform/once.ts';
import type { AskUnencrypted } from '../server/consent.ts';
import { openServer, type Server } from '../server/openServer.ts';
import { loadDeviceNames } from '../text/deviceName.ts';
import type { Connection, InvalidConnection } from './connection.ts';
import { demoId } from './connectionId.ts';
import type { Connections, Servers, Unlocking, UnlockState } from './connections.ts';
import type { ConnectionSecrets } from './secrets/connectionSecrets.ts';
import type { ConnectionEntry } from './settings/connectionEntry.ts';
import type { ConnectionSettings } from './settings/connectionSettings.ts';
import { parseConnections, readConnection, takenIds } from './settings/parseConnections.ts';
import type { Unlocks } from './unlock/unlocks.ts';

export interface ConnectionsOptions {
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
  readonly askUnencrypted: AskUnencrypted;
  /** Remembers that the demo was added, so that it is back after a reload. */
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly log: Pick<Log, 'info' | 'warn' | 'debug'>;
}

type Entry = Connection | InvalidConnection;

/** Returns the entries of the setting with a change, or the same ones. */
type Change = (entries: readonly unknown[]) => readonly unknown[];

const demoKey = 'kratosExplorer.demo';

/** The connections of the setting. Watches the setting and the secrets until disposed, which closes every server. */
export class SettingConnections implements Connections, Servers, Unlocking, Disposable {
  readonly #options: ConnectionsOptions;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeList = this.#changed.event;
  readonly #unlockChanged = new EventEmitter<string>();
  readonly onDidChangeUnlock = this.#unlockChanged.event;
  readonly #watches: readonly Disposable[];
  readonly #directories = new Map<string, Directory>();
  readonly #servers = new Map<string, Server>();
  #list: readonly Entry[] = [];
  #changing: Promise<unknown> = Promise.resolve();
  #isDisposed = false;
  /** Undefined until the first connection is unlocked. */
  #unlocks: Unlocks | undefined;

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#list = this.#entries();
    this.#watches = [
      options.settings.onDidChangeConnections(() => this.#follow()),
      // Also after another window stored a secret.
      options.secrets.onDidChange((id) => void this.#directories.get(id)?.retryFailed()),
    ];
    // A connection may have been removed while no window was open.
    void this.#forgetRemoved();
  }

  get list(): readonly Entry[] {
    return this.#list;
  }

  get(id: string): Connection | undefined {
    return this.#list.find((entry): entry is Connection => entry.kind !== 'invalid' && entry.id === id);
  }

  server(id: string): Server | undefined {
    this.directory(id);
    return this.#servers.get(id);
  }

  resetConsent(id: string): void {
    this.#servers.get(id)?.resetConsent();
  }

  directory(id: string): Directory | undefined {
    const connection = this.get(id);
    const known = this.#directories.get(id);
    if (connection === undefined || known !== undefined) {
      return known;
    }
    const { askUnencrypted, log, secrets, settings } = this.#options;
    const writes: WriteAccess = {
      isValid: (permit) => this.#unlocks?.isValid(id, permit) === true,
      renew: (permit) => this.#unlocks?.renew(id, permit),
    };
    const server = openServer(connection, { secrets: secrets.of(id), settings, askUnencrypted, log, writes });
    const directory = new Directory(lazyClient(server), {
      pageSize: () => this.#pageSize(id),
      waits: server.waits,
    });
    this.#directories.set(id, directory);
    this.#servers.set(id, server);
    return directory;
  }

  unlockOf(id: string): UnlockState | undefined {
    return this.#unlocks?.state(id);
  }

  async unlocks(): Promise<Unlocks> {
    const loaded = await import('./unlock/unlocks.ts');
    this.#unlocks ??= new loaded.Unlocks({ connections: this, changed: (id) => this.#unlockChanged.fire(id) });
    return this.#unlocks;
  }

  async addDemo(): Promise<Connection> {
    await this.#options.memory.update(demoKey, true);
    this.#follow();
    return demoConnection();
  }

  resetDemo(): void {
    if (this.get(demoId) !== undefined) {
      // Another object, to which no unlock and no plan applies.
      this.#list = this.#list.map((entry) => (entry.kind === 'demo' ? demoConnection() : entry));
      this.#close(demoId);
      this.#unlocks?.update();
      this.#changed.fire();
    }
  }

  async add(entry: ConnectionEntry): Promise<Connection> {
    return await this.#write(entry, this.#list, (entries) => [...entries, entry]);
  }

  async replace(id: string, entry: ConnectionEntry): Promise<Connection> {
    const others = this.#list.filter((one) => one.kind === 'invalid' || one.id !== id);
    return await this.#write(entry, others, (entries) => {
      const place = placeOf(id, entries);
      if (place < 0) {
        throw new Error(l10n.t('The connection is no longer in the settings, so nothing was saved. Add it again.'));
      }
      return entries.with(place, entry);
    });
  }

  async move(id: string, by: 1 | -1): Promise<void> {
    await this.#change((entries) => {
      const place = placeOf(id, entries);
      const isKept = place < 0 || place + by < 0 || place + by >= entries.length;
      return isKept ? entries : entries.toSpliced(place, 1).toSpliced(place + by, 0, entries[place]);
    });
  }

  async remove(id: string): Promise<void> {
    if (id === demoId) {
      await this.#options.memory.update(demoKey, undefined);
      this.#follow();
    } else {
      await this.#change((entries) => {
        const place = placeOf(id, entries);
        return place < 0 ? entries : entries.toSpliced(place, 1);
      });
      await this.#options.secrets.forget(id);
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    for (const watch of this.#watches) {
      watch.dispose();
    }
    this.#unlocks?.dispose();
    this.#unlockChanged.dispose();
    this.#changed.dispose();
    for (const id of [...this.#servers.keys()]) {
      this.#close(id);
    }
    // Late calls must not open a server again.
    this.#list = [];
  }

  /** Writes the setting with this entry, whose name none of `others` may have. Returns the entry's connection. */
  async #write(entry: ConnectionEntry, others: readonly Entry[], change: Change): Promise<Connection> {
    const connection = readConnection(entry, takenIds(others));
    await this.#change(change);
    return this.get(connection.id) ?? connection;
  }

  /** Changes the entries in the setting, after the changes that have already begun. */
  #change(change: Change): Promise<void> {
    const changing = this.#changing.then(async () => {
      const entries = this.#written();
      const changed = change(entries);
      if (changed !== entries) {
        await this.#options.settings.writeConnections(changed);
        this.#follow();
      }
    });
    this.#changing = changing.catch(() => undefined);
    return changing;
  }

  #close(id: string): void {
    this.#directories.get(id)?.dispose();
    this.#directories.delete(id);
    void this.#servers.get(id)?.transport.close();
    this.#servers.delete(id);
  }

  #pageSize(id: string): number {
    const connection = this.get(id);
    return (connection?.kind === 'configured' ? connection.pageSize : undefined) ?? this.#options.settings.pageSize();
  }

  /** Returns the entries as they stand in the setting. */
  #written(): readonly unknown[] {
    const value = this.#options.settings.connections() ?? [];
    if (!Array.isArray(value)) {
      throw new Error(
        l10n.t('The setting kratosExplorer.connections is not an array. Correct it in the settings first.'),
      );
    }
    return value;
  }

  #entries(): readonly Entry[] {
    const configured = parseConnections(this.#options.settings.connections());
    return this.#options.memory.get(demoKey) === true ? [...configured, demoConnection()] : configured;
  }

  /** Applies changes of the setting. Unchanged entries keep their objects, unchanged servers their directories. */
  #follow(): void {
    if (this.#isDisposed) {
      return;
    }
    void this.#forgetRemoved();
    const before = new Map(this.#list.map((entry) => [signature(entry), entry]));
    const list = this.#entries().map((entry) => before.get(signature(entry)) ?? entry);
    const stayed = list.length === this.#list.length && list.every((entry, place) => entry === this.#list[place]);
    if (stayed) {
      return;
    }
    const gone = this.#list.filter((entry): entry is Connection => entry.kind !== 'invalid' && !list.includes(entry));
    this.#list = list;
    for (const entry of gone) {
      const successor = this.get(entry.id);
      if (successor === undefined || routeKey(successor) !== routeKey(entry)) {
        this.#close(entry.id);
      }
    }
    this.#unlocks?.update();
    this.#changed.fire();
  }

  /** Removes the secrets of removed connections, unless the setting is missing or invalid and may be being written. */
  async #forgetRemoved(): Promise<void> {
    const { log, secrets, settings } = this.#options;
    try {
      for (const id of await secrets.connectionIds()) {
        const setting = settings.connections();
        const entries = Array.isArray(setting) ? parseConnections(setting) : undefined;
        if (entries?.every((entry) => entry.kind === 'configured' && entry.id !== id)) {
          await secrets.forget(id);
        }
      }
    } catch (error) {
      log.warn(`Secrets of removed connections were not removed: ${String(error)}`);
    }
  }
}

function demoConnection(): Connection {
  return { kind: 'demo', id: demoId, name: l10n.t('Demo') };
}

/** Returns the index of a connection among the entries of the setting, or -1. */
function placeOf(id: string, entries: readonly unknown[]): number {
  return parseConnections(entries).findIndex((entry) => entry.kind === 'configured' && entry.id === id);
}

/** Returns a key that is equal for entries with the same meaning, or with the same problem. */
function signature(entry: Entry): string {
  return JSON.stringify({ ...entry, entry: undefined });
}

/** Returns a key that is equal for connections that reach the same server by the same route. */
function routeKey(connection: Connection): string {
  return connection.kind === 'demo' ? connection.kind : JSON.stringify(connection.server);
}

/** Loads the client with the first request, and the names of devices with it: rows show sessions without waiting. */
function lazyClient({ transport, pageBase }: Server): () => Promise<KratosClient> {
  return once(async () => {
    const [{ createKratosClient }] = await Promise.all([
      import('../core/kratos/createKratosClient.ts'),
      loadDeviceNames(),
    ]);
    return createKratosClient(transport, pageBase);
  });
}
