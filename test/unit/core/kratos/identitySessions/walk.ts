import type { ListEnd, ListReader, ListStep } from '../../../../../src/core/kratos/listReader.ts';

/** What the user sees of a list after its steps. */
export interface Walked {
  readonly ids: string[];
  readonly end: ListEnd;
  readonly total: number | undefined;
}

/** Adds a step to what was seen before it. */
export function after(before: Walked, step: ListStep<{ readonly id: string }>): Walked {
  const ids = step.items.map(({ id }) => id);
  return { ids: step.change === 'replace' ? ids : [...before.ids, ...ids], end: step.end, total: step.total };
}

export const nothingYet: Walked = { ids: [], end: { kind: 'more' }, total: undefined };

/** Presses "Load more" until the list ends, at most `presses` times. */
export async function loadMore(
  reader: ListReader<{ readonly id: string }>,
  presses = Number.POSITIVE_INFINITY,
  seen = nothingYet,
): Promise<Walked> {
  let walked = seen;
  for (let pressed = 0; pressed < presses && walked.end.kind === 'more'; pressed += 1) {
    walked = after(walked, await reader.next());
  }
  return walked;
}

/** Presses "Load all". */
export async function loadAll(reader: ListReader<{ readonly id: string }>, seen = nothingYet): Promise<Walked> {
  let walked = seen;
  for await (const step of reader.rest()) {
    walked = after(walked, step);
  }
  return walked;
}
