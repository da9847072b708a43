import type { AuditRecord } from './auditRecord.ts';
import { sha256 } from './canonicalJson.ts';

/** A new file of the audit log, which nothing else writes to. */
interface AuditFile {
  /** Resolves when the line is on the disk, and rejects where it may not be. */
  append(line: string): Promise<void>;
  /** Returns whether the next line belongs in another file. */
  readonly isLeft?: () => boolean;
}

const auditVersion = 1;

/** The `prev` of the first line of a file. */
export const noHash = '';

/**
 * Writes the lines of one window. Each has the hash of the line before it, and its own: the SHA-256 of its bytes
 * without that hash. The next line begins another file if a line failed, which may have been written in part, or if the
 * folder changed.
 */
export class AuditLog {
  readonly #open: () => Promise<AuditFile>;
  #file: AuditFile | undefined;
  #seq = 0;
  #head = noHash;
  #last: Promise<unknown> = Promise.resolve();

  constructor(open: () => Promise<AuditFile>) {
    this.#open = open;
  }

  /** The hash of the last line; undefined before the first line of a file. */
  get head(): string | undefined {
    return this.#head === noHash ? undefined : this.#head;
  }

  /** Resolves to the hash of the line when it is written. Rejects where it may not be. */
  append(record: AuditRecord): Promise<string> {
    const written = this.#last.then(() => this.#append(record));
    this.#last = written.catch(() => undefined);
    return written;
  }

  async #append(record: AuditRecord): Promise<string> {
    if (this.#file?.isLeft?.()) {
      this.#leaveFile();
    }
    this.#file ??= await this.#open();
    const text = JSON.stringify({ v: auditVersion, seq: this.#seq + 1, ...record, prev: this.#head });
    const hash = sha256(text);
    try {
      await this.#file.append(`${text.slice(0, -1)},"hash":"${hash}"}\n`);
    } catch (error) {
      this.#leaveFile();
      throw error;
    }
    this.#seq += 1;
    this.#head = hash;
    return hash;
  }

  #leaveFile(): void {
    this.#file = undefined;
    this.#seq = 0;
    this.#head = noHash;
  }
}
