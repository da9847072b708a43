import type { ListStep } from '../kratos/listReader.ts';
import type { ListState } from './listState.ts';
import type { PatientReader } from './patientReader.ts';

/**
 * Reads as many pages from the start of `reader` as hold what `before` shows, and hands all of them over as one step that
 * replaces it. Fails with KratosError, then without a step.
 */
export async function readAgain<T>(
  reader: PatientReader<T>,
  before: ListState<T>,
  signal: AbortSignal,
  take: (whole: ListStep<T>) => void,
): Promise<void> {
  const shown = before.items.length;
  // A list that was shown whole and has grown meanwhile is likely to be whole again with one page more.
  let extra = before.end.kind === 'more' ? 0 : 1;
  let items: readonly T[] = [];
  let isEnough = false;
  while (!isEnough) {
    await reader.next(signal, (step) => {
      items = step.change === 'replace' ? step.items : [...items, ...step.items];
      isEnough = step.end.kind !== 'more' || (items.length >= shown && extra === 0);
      extra -= items.length >= shown ? 1 : 0;
      if (isEnough) {
        take({ ...step, change: 'replace', items });
      }
      return true;
    });
  }
}
