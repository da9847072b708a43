import { EventEmitter, type SecretStorage } from 'vscode';

/** What all windows of a person share, as VS Code keeps it: another window learns of a change by the event alone. */
export class SharedSecrets {
  readonly values = new Map<string, string>();
  readonly changed = new EventEmitter<{ readonly key: string }>();
}

/** The secret storage of one window. Answers come later, and a change is told after it is stored, here too. */
export class MemorySecrets implements SecretStorage {
  readonly shared: SharedSecrets;

  constructor(shared = new SharedSecrets()) {
    this.shared = shared;
  }

  get onDidChange() {
    return this.shared.changed.event;
  }

  /** All that is stored, as one text. */
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
