import { type Disposable, EventEmitter, l10n, type Memento } from 'vscode';
import { createDirectory } from '../directory/createDirectory.ts';
import type { Directory } from '../directory/directory.ts';
import type { TransportOptions } from '../http/exchange.ts';
import { lazyTransport } from '../http/lazyTransport.ts';
import type { Transport } from '../http/transport.ts';
import { createKratosClient } from '../kratos/createKratosClient.ts';
import type { Log } from '../platform/log.ts';
import { loadDeviceNames } from '../presentation/deviceName.ts';
import type { Connection, InvalidConnection } from './connection.ts';
import { connectionId, demoId } from './connectionId.ts';
import type { ConnectionSettings } from './connectionSettings.ts';
import type { Connections } from './connections.ts';
import { urlText } from './connectionUrl.ts';
import { demoTransport } from './demoTransport.ts';
import { nameProblem, parseConnections, takenIds } from './parseConnections.ts';
import { requestLog } from './requestLog.ts';

export interface ConnectionsOptions {
  readonly settings: ConnectionSettings;
  /** Remembers that the demo was added, so that it is back after a reload. */
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly log: Pick<Log, 'info' | 'warn'>;
}

/** Follows the setting from now on, until disposed; disposing ends every request and the demo's server. */
export function createConnections(options: ConnectionsOptions): Connections & Disposable {
  return new SettingConnections(options);
}

type Entry = Connection | InvalidConnection;

const demoKey = 'kratosExplorer.demo';

class SettingConnections implements Connections, Disposable {
  readonly #options: ConnectionsOptions;
  readonly #changed = new EventEmitter<void>();
  readonly onDidChangeList = this.#changed.event;
  readonly #watch: Disposable;
  readonly #directories = new Map<string, Directory>();
  #list: readonly Entry[] = [];

  constructor(options: ConnectionsOptions) {
    this.#options = options;
    this.#list = this.#entries();
    this.#watch = options.settings.onDidChangeConnections(() => this.#follow());
  }

  get list(): readonly Entry[] {
    return this.#list;
  }

  get(id: string): Connection | undefined {
    return this.#list.find((entry): entry is Connection => entry.kind !== 'invalid' && entry.id === id);
  }

  directory(id: string): Directory | undefined {
    const connection = this.get(id);
    const known = this.#directories.get(id);
    if (connection === undefined || known !== undefined) {
      return known;
    }
    const { log, settings } = this.#options;
    const transport = withDeviceNames(transportOf(connection, { onExchange: requestLog(log, connection.name) }));
    const directory = createDirectory(createKratosClient(transport), { pageSize: () => settings.pageSize() });
    this.#directories.set(id, directory);
    return directory;
  }

  async addDemo(): Promise<Connection> {
    await this.#options.memory.update(demoKey, true);
    this.#follow();
    return demoConnection();
  }

  async add(name: string, url: URL): Promise<Connection> {
    const entries = this.#written();
    const problem = nameProblem(name, takenIds(this.#list));
    if (problem !== undefined) {
      throw new Error(problem);
    }
    await this.#options.settings.writeConnections([...entries, { name: name.trim(), url: urlText(url) }]);
    this.#follow();
    const id = connectionId(name.trim());
    return this.get(id) ?? { kind: 'configured', id, name: name.trim(), url };
  }

  async remove(id: string): Promise<void> {
    if (id === demoId) {
      await this.#options.memory.update(demoKey, undefined);
    } else {
      const entries = this.#written();
      const place = parseConnections(entries).findIndex((entry) => entry.kind === 'configured' && entry.id === id);
      if (place >= 0) {
        await this.#options.settings.writeConnections(entries.toSpliced(place, 1));
      }
    }
    this.#follow();
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
    for (const directory of this.#directories.values()) {
      directory.dispose();
    }
    this.#directories.clear();
    // Whoever still asks must not begin anew.
    this.#list = [];
  }

  /** The setting's own entries, to be written back with one more or one less. */
  #written(): readonly unknown[] {
    const value = this.#options.settings.connections() ?? [];
    if (!Array.isArray(value)) {
      throw new Error(
        l10n.t('The setting kratosExplorer.connections is not a list. Correct it in the settings first.'),
      );
    }
    return value;
  }

  #entries(): readonly Entry[] {
    const configured = parseConnections(this.#options.settings.connections());
    return this.#options.memory.get(demoKey) === true ? [...configured, demoConnection()] : configured;
  }

  /** Takes over what changed. Entries that stayed keep their objects and directories. */
  #follow(): void {
    const before = new Map(this.#list.map((entry) => [signature(entry), entry]));
    const list = this.#entries().map((entry) => before.get(signature(entry)) ?? entry);
    const stayed = list.length === this.#list.length && list.every((entry, place) => entry === this.#list[place]);
    if (stayed) {
      return;
    }
    const gone = this.#list.filter((entry) => !list.includes(entry));
    this.#list = list;
    for (const entry of gone) {
      if (entry.kind !== 'invalid') {
        this.#directories.get(entry.id)?.dispose();
        this.#directories.delete(entry.id);
      }
    }
    this.#changed.fire();
  }
}

function demoConnection(): Connection {
  return { kind: 'demo', id: demoId, name: l10n.t('Demo') };
}

/** Equal for entries that are the same connection to the same address, or the same mistake. */
function signature(entry: Entry): string {
  switch (entry.kind) {
    case 'configured':
      return JSON.stringify([entry.kind, entry.id, entry.name, entry.url.href]);
    case 'demo':
      return JSON.stringify([entry.kind]);
    case 'invalid':
      return JSON.stringify([entry.kind, entry.index, entry.name, entry.problem]);
  }
}

function transportOf(connection: Connection, options: TransportOptions): Transport {
  switch (connection.kind) {
    case 'configured':
      return lazyTransport(connection.url, options);
    case 'demo':
      return demoTransport(options);
  }
}

/** No session arrives before its device can be named: rows are drawn from what is there, without waiting. */
function withDeviceNames(transport: Transport): Transport {
  return {
    async send(request) {
      const [answer] = await Promise.all([transport.send(request), loadDeviceNames()]);
      return answer;
    },
    close: () => transport.close(),
  };
}
