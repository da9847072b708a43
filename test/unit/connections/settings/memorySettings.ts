import { EventEmitter } from 'vscode';
import type { ConnectionSettings } from '../../../../src/connections/settings/connectionSettings.ts';
import type { NetworkSettings } from '../../../../src/core/http/connectionOptions.ts';

/** Keeps settings in memory and fires change events like VS Code. */
export class MemorySettings implements ConnectionSettings {
  readonly #changed = new EventEmitter<void>();
  #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  connections(): unknown {
    return this.#value;
  }

  /** Changes the setting like an edit of settings.json. */
  edit(value: unknown): void {
    this.#value = value;
    this.#changed.fire();
  }

  async writeConnections(value: readonly unknown[]): Promise<void> {
    this.edit(value);
  }

  onDidChangeConnections(listener: () => void) {
    return this.#changed.event(listener);
  }

  pageSize(): number {
    return 100;
  }

  timeoutMs(): number {
    return 30_000;
  }

  network(): NetworkSettings {
    return { proxy: undefined, noProxy: [], proxyAuthorization: undefined, proxySupport: true };
  }
}

/** Keeps a memento in memory. */
export class Memory {
  readonly #values = new Map<string, unknown>();

  get<T>(key: string): T | undefined {
    return this.#values.get(key) as T | undefined;
  }

  async update(key: string, value: unknown): Promise<void> {
    this.#values.set(key, value);
  }
}
