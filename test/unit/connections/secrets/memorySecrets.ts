import { EventEmitter, type SecretStorage } from 'vscode';

/** The storage that all windows share. Another window detects a change only by the event, as in VS Code. */
export class SharedSecrets {
  readonly values = new Map<string, string>();
  readonly changed = new EventEmitter<{ readonly key: string }>();
}

/** The secret storage of one window. Resolves asynchronously and fires change events after storing, as VS Code does. */
export class MemorySecrets implements SecretStorage {
  readonly shared: SharedSecrets;

  constructor(shared = new SharedSecrets()) {
    this.shared = shared;
  }

  get onDidChange() {
    return this.shared.changed.event;
  }

  /** Returns everything that is stored, as one text. */
  get text(): string {
    return [...this.shared.values.values()].join('\n');
  }

  async keys(): Promise<string[]> {
    return [...this.shared.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    await Promise.resolve();
    return this.shared.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    await Promise.resolve();
    this.shared.values.set(key, value);
    this.shared.changed.fire({ key });
  }

  async delete(key: string): Promise<void> {
    await Promise.resolve();
    if (this.shared.values.delete(key)) {
      this.shared.changed.fire({ key });
    }
  }
}
