import type { ListReader, ListStep } from '../kratos/listReader.ts';

/** A reader that takes steps back. */
export interface PatientReader<T> extends ListReader<T> {
  /** Keeps a step for the next one who asks: its asker was gone when it arrived. */
  giveBack(step: ListStep<T>): void;
}

/**
 * Lets a reader be aborted without losing a step: a reader that was aborted too late has already moved on, so its answer
 * is kept for the next asker, and nobody asks before the aborted call has come to its end.
 */
export function patientReader<T>(reader: ListReader<T>): PatientReader<T> {
  const kept: ListStep<T>[] = [];
  let underWay: Promise<unknown> = Promise.resolve();

  function ask<S>(asked: Promise<S>): Promise<S> {
    // Its failure belongs to its asker; the next one only waits for its end.
    underWay = asked.catch(() => undefined);
    return asked;
  }

  return {
    giveBack(step) {
      kept.push(step);
    },

    async next(signal) {
      await underWay;
      return kept.shift() ?? (await ask(reader.next(signal)));
    },

    async *rest(signal) {
      await underWay;
      for (let step = kept.shift(); step !== undefined; step = kept.shift()) {
        yield step;
        if (step.end.kind !== 'more') {
          return;
        }
      }
      const steps = reader.rest(signal)[Symbol.asyncIterator]();
      try {
        for (let step = await ask(steps.next()); !step.done; step = await ask(steps.next())) {
          yield step.value;
        }
      } finally {
        await ask(Promise.resolve(steps.return?.()));
      }
    },
  };
}
