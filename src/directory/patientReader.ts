import { KratosError } from '../kratos/failure.ts';
import type { ListReader, ListStep } from '../kratos/listReader.ts';

/** Takes a step; false when its asker is gone and nobody has seen it. */
export type Take<T> = (step: ListStep<T>) => boolean;

/** A reader that hands out each step until somebody has taken it. Both fail with KratosError. */
export interface PatientReader<T> {
  /** One page more. */
  next(signal: AbortSignal, take: Take<T>): Promise<void>;
  /** All that is left. */
  rest(signal: AbortSignal, take: Take<T>): Promise<void>;
}

/**
 * Lets a reader be aborted without losing a step: a reader that was aborted too late has already moved on, so its answer
 * is kept for the next asker. Nobody's turn comes before the aborted call has come to its end.
 */
export function patientReader<T>(reader: ListReader<T>): PatientReader<T> {
  const kept: ListStep<T>[] = [];
  let turns: Promise<unknown> = Promise.resolve();

  function turn(signal: AbortSignal, read: () => Promise<void>): Promise<void> {
    const mine = turns.then(() => {
      if (signal.aborted) {
        throw new KratosError({ kind: 'cancelled' });
      }
      return read();
    });
    // Its failure belongs to its asker; the next one only waits for its end.
    turns = mine.catch(() => undefined);
    return mine;
  }

  /** True when the step was taken and there may be more. */
  function hand(step: ListStep<T>, take: Take<T>): boolean {
    const taken = take(step);
    if (!taken) {
      kept.push(step);
    }
    return taken && step.end.kind === 'more';
  }

  return {
    next: (signal, take) =>
      turn(signal, async () => {
        hand(kept.shift() ?? (await reader.next(signal)), take);
      }),

    rest: (signal, take) =>
      turn(signal, async () => {
        for (let step = kept.shift(); step !== undefined; step = kept.shift()) {
          if (!hand(step, take)) {
            return;
          }
        }
        for await (const step of reader.rest(signal)) {
          if (!hand(step, take)) {
            return;
          }
        }
      }),
  };
}
