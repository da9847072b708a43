import type { ListReader, ListStep } from '../kratos/listReader.ts';

/**
 * Returns a reader that passes on an empty list only after `check` has passed. When the check fails, the empty step is
 * kept, and the next call repeats the check alone.
 */
export function checkedReader<T>(reader: ListReader<T>, check: (signal?: AbortSignal) => Promise<void>): ListReader<T> {
  let unchecked: ListStep<T> | undefined;
  let begun = false;

  async function checked(step: ListStep<T>, signal: AbortSignal | undefined): Promise<ListStep<T>> {
    if (!begun && step.items.length === 0) {
      unchecked = step;
      await check(signal);
      unchecked = undefined;
    }
    begun = true;
    return step;
  }

  return {
    async next(signal) {
      return await checked(unchecked ?? (await reader.next(signal)), signal);
    },
    async *rest(signal) {
      if (unchecked !== undefined) {
        const step = await checked(unchecked, signal);
        yield step;
        if (step.end.kind !== 'more') {
          return;
        }
      }
      for await (const step of reader.rest(signal)) {
        yield await checked(step, signal);
      }
    },
  };
}
