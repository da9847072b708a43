import { TransportError } from './transport.ts';

/** Far more than 250 rows (the largest page) take; less than what would end the process that all extensions share. */
const maxMegabytes = 100;

/** The body of one answer as it arrives. */
export class BodyParts {
  readonly #origin: string;
  readonly #parts: Buffer[] = [];
  #bytes = 0;

  /** `origin` is the server's, as failures name it. */
  constructor(origin: string) {
    this.#origin = origin;
  }

  /** Throws a TransportError, and lets go of what it has, when that is too much. */
  add(part: Uint8Array): void {
    this.#bytes += part.byteLength;
    if (this.#bytes > maxMegabytes * 1e6) {
      this.#parts.length = 0;
      throw new TransportError({ kind: 'tooLarge', origin: this.#origin, megabytes: maxMegabytes });
    }
    this.#parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength));
  }

  whole(): Buffer {
    const [only] = this.#parts;
    return only !== undefined && this.#parts.length === 1 ? only : Buffer.concat(this.#parts);
  }
}
