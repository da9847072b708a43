import type { ListEnd, ListReader, ListStep } from '../../../../../src/core/kratos/listReader.ts';

interface Item {
  readonly id: string;
}

/** What the user sees of a list after its steps. */
export interface Walked<T extends Item = Item> {
  readonly items: readonly T[];
  readonly ids: readonly string[];
  readonly end: ListEnd;
  readonly total: number | undefined;
}

/** Adds a step to what was seen before it. */
export function withStep<T extends Item>(before: Walked<T>, { change, items, end, total }: ListStep<T>): Walked<T> {
  const all = change === 'replace' ? items : [...before.items, ...items];
  return { items: all, ids: all.map(({ id }) => id), end, total };
}

export const nothingYet: Walked<never> = { items: [], ids: [], end: { kind: 'more' }, total: undefined };

/** Presses "Load more" until the list ends, at most `presses` times. */
export async function loadMore<T extends Item>(
  reader: ListReader<T>,
  presses = Number.POSITIVE_INFINITY,
  seen: Walked<T> = nothingYet,
): Promise<Walked<T>> {
  let walked = seen;
  for (let pressed = 0; pressed < presses && walked.end.kind === 'more'; pressed += 1) {
    walked = withStep(walked, await reader.next());
  }
  return walked;
}

/** Presses "Load all". */
export async function loadAll<T extends Item>(reader: ListReader<T>, seen: Walked<T> = nothingYet): Promise<Walked<T>> {
  let walked = seen;
  for await (const step of reader.rest()) {
    walked = withStep(walked, step);
  }
  return walked;
}
