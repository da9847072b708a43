import { type Disposable, type Event, EventEmitter, type SecretStorage } from 'vscode';
import type { SecretName, Secrets } from '../../http/connectionOptions.ts';

/** A secret and what it was entered for: the server's origin ("unix:" and a path for a socket), or the proxy's. */
export interface Secret {
  readonly name: SecretName;
  readonly origin: string;
  readonly value: string;
}

/** The secrets of all connections, in VS Code's secret storage: one record to a connection. */
export interface ConnectionSecrets extends Disposable {
  /** What a connection's requests may ask for: nothing that was entered for another origin. */
  of(connectionId: string): Secrets;
  /** All that is kept of a connection, whatever it was entered for; empty when there is nothing. */
  read(connectionId: string): Promise<readonly Secret[]>;
  /** Keeps these and no others. */
  write(connectionId: string, secrets: readonly Secret[]): Promise<void>;
  forget(connectionId: string): Promise<void>;
  /** The connections that something is kept of, whether they are still in the settings or not. */
  connectionIds(): Promise<readonly string[]>;
  /** A connection's secrets changed, in this window or another. */
  readonly onDidChange: Event<string>;
}

const version = 1;
const prefix = 'connection/';

/** Reads each record once and keeps it in memory until it changes anywhere. */
export function createConnectionSecrets(storage: SecretStorage): ConnectionSecrets {
  const records = new Map<string, Promise<readonly Secret[]>>();
  const changed = new EventEmitter<string>();
  const watch = storage.onDidChange(({ key }) => {
    if (key.startsWith(prefix)) {
      const connectionId = key.slice(prefix.length);
      records.delete(connectionId);
      changed.fire(connectionId);
    }
  });

  function read(connectionId: string): Promise<readonly Secret[]> {
    const known = records.get(connectionId);
    if (known !== undefined) {
      return known;
    }
    const reading = Promise.resolve(storage.get(prefix + connectionId)).then(parseRecord);
    records.set(connectionId, reading);
    // A storage that failed once is asked again.
    reading.catch(() => records.delete(connectionId));
    return reading;
  }

  async function forget(connectionId: string): Promise<void> {
    records.delete(connectionId);
    await storage.delete(prefix + connectionId);
  }

  return {
    of: (connectionId) => ({
      async get(name, origin) {
        const secrets = await read(connectionId);
        return secrets.find((secret) => secret.name === name && secret.origin === origin)?.value;
      },
    }),
    read,
    async write(connectionId, secrets) {
      if (secrets.length === 0) {
        await forget(connectionId);
        return;
      }
      records.delete(connectionId);
      await storage.store(prefix + connectionId, JSON.stringify({ version, secrets }));
    },
    forget,
    async connectionIds() {
      const keys = await storage.keys();
      return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    },
    onDidChange: changed.event,
    dispose() {
      watch.dispose();
      changed.dispose();
      records.clear();
    },
  };
}

/** A record of another version, or none at all, holds nothing: the user is asked again. */
function parseRecord(text: string | undefined): readonly Secret[] {
  const record = text === undefined ? undefined : jsonOf(text);
  return isObject(record) && record.version === version && Array.isArray(record.secrets)
    ? record.secrets.filter(isSecret)
    : [];
}

function isSecret(value: unknown): value is Secret {
  return (
    isObject(value) && isSecretName(value.name) && typeof value.origin === 'string' && typeof value.value === 'string'
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isSecretName(name: unknown): name is SecretName {
  return (
    typeof name === 'string' &&
    (['bearer', 'password', 'passphrase', 'proxyPassword', 'proxyLogin'].includes(name) || name.startsWith('header:'))
  );
}
