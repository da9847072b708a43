import { type Disposable, EventEmitter, type SecretStorage } from 'vscode';
import type { SecretName, Secrets } from '../../core/http/connectionOptions.ts';

/** A secret and the origin that it was entered for: the server's ("unix:" and a path for a socket) or the proxy's. */
export interface Secret {
  readonly name: SecretName;
  readonly origin: string;
  readonly value: string;
}

const version = 1;
const prefix = 'connection/';

/** Stores one record per connection in VS Code's secret storage and caches it until it changes there. */
export class ConnectionSecrets implements Disposable {
  readonly #storage: SecretStorage;
  readonly #records = new Map<string, Promise<readonly Secret[]>>();
  readonly #changed = new EventEmitter<string>();
  readonly #watch: Disposable;
  /** Fires with the id of a connection whose secrets changed, in this window or another. */
  readonly onDidChange = this.#changed.event;

  constructor(storage: SecretStorage) {
    this.#storage = storage;
    this.#watch = storage.onDidChange(({ key }) => {
      if (key.startsWith(prefix)) {
        const connectionId = key.slice(prefix.length);
        this.#records.delete(connectionId);
        this.#changed.fire(connectionId);
      }
    });
  }

  /** Returns the secrets of a connection, each only for the origin that it was entered for. */
  of(connectionId: string): Secrets {
    return {
      get: async (name, origin) => {
        const secrets = await this.read(connectionId);
        return secrets.find((secret) => secret.name === name && secret.origin === origin)?.value;
      },
    };
  }

  /** Reads all secrets of a connection, for any origin. */
  read(connectionId: string): Promise<readonly Secret[]> {
    const known = this.#records.get(connectionId);
    if (known !== undefined) {
      return known;
    }
    const reading = Promise.resolve(this.#storage.get(prefix + connectionId)).then(parseRecord);
    this.#records.set(connectionId, reading);
    // A failed read must not stay cached.
    reading.catch(() => this.#records.delete(connectionId));
    return reading;
  }

  /** Replaces all secrets of a connection. */
  async write(connectionId: string, secrets: readonly Secret[]): Promise<void> {
    if (secrets.length === 0) {
      await this.forget(connectionId);
      return;
    }
    this.#records.delete(connectionId);
    await this.#storage.store(prefix + connectionId, JSON.stringify({ version, secrets }));
  }

  async forget(connectionId: string): Promise<void> {
    this.#records.delete(connectionId);
    await this.#storage.delete(prefix + connectionId);
  }

  /** Returns the connections that have stored secrets, whether or not they are still in the settings. */
  async connectionIds(): Promise<readonly string[]> {
    const keys = await this.#storage.keys();
    return keys.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
  }

  dispose(): void {
    this.#watch.dispose();
    this.#changed.dispose();
    this.#records.clear();
  }
}

/** Parses a record. One of another version counts as empty, so that the user is asked again. */
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
