import type { Waits } from '../directory/kratosDirectory.ts';
import type { BudgetWaits } from '../http/budget/waits.ts';

/** A connection's waits as a directory tells them: by what is read. */
export function readingWaits(waits: BudgetWaits): Waits {
  return {
    seconds: (reading) => {
      switch (reading) {
        case 'page':
          return waits.seconds('medium', 'person');
        case 'rest':
          return waits.seconds('medium', 'ahead') ?? waits.seconds('medium', 'person');
        case 'item':
          return waits.seconds('high', 'person');
      }
    },
    onChange: (listener) => waits.onChange(listener),
  };
}
