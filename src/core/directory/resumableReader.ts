import { KratosError } from '../kratos/failure.ts';
import type { ListReader, ListStep } from '../kratos/listReader.ts';

/** Receives a step; returns false when its caller no longer wants it. */
type OnStep<T> = (step: ListStep<T>) => boolean;

/**
 * Lets a reader be aborted without losing a step: one that was aborted too late has already moved on, so its step is
 * kept for the next call. Calls wait until those before them have ended. Both fail with KratosError.
 */
export class ResumableReader<T> {
  readonly #reader: ListReader<T>;
  readonly #kept: ListStep<T>[] = [];
  #turns: Promise<unknown> = Promise.resolve();

  constructor(reader: ListReader<T>) {
    this.#reader = reader;
  }

  /** Reads one page more. */
  next(signal: AbortSignal, onStep: OnStep<T>): Promise<void> {
    return this.#inTurn(signal, async () => {
      this.#deliver(this.#kept.shift() ?? (await this.#reader.next(signal)), onStep);
    });
  }

  /** Reads all that is left. */
  rest(signal: AbortSignal, onStep: OnStep<T>): Promise<void> {
    return this.#inTurn(signal, async () => {
      for (let step = this.#kept.shift(); step !== undefined; step = this.#kept.shift()) {
        if (!this.#deliver(step, onStep)) {
          return;
        }
      }
      for await (const step of this.#reader.rest(signal)) {
        if (!this.#deliver(step, onStep)) {
          return;
        }
      }
    });
  }

  #inTurn(signal: AbortSignal, read: () => Promise<void>): Promise<void> {
    const turn = this.#turns.then(() => {
      if (signal.aborted) {
        throw new KratosError({ kind: 'cancelled' });
      }
      return read();
    });
    // Its failure belongs to its caller; the next call only waits for its end.
    this.#turns = turn.catch(() => undefined);
    return turn;
  }

  /** Returns whether the step was wanted and there may be more. */
  #deliver(step: ListStep<T>, onStep: OnStep<T>): boolean {
    const isWanted = onStep(step);
    if (!isWanted) {
      this.#kept.push(step);
    }
    return isWanted && step.end.kind === 'more';
  }
}
