import type { ListEnd, ListReader } from '../../src/kratos/listReader.ts';

/** A list as a reader of the product brought it. */
export interface Whole<T> {
  readonly items: readonly T[];
  readonly end: ListEnd;
}

/** Reads as "Load All" does. */
export async function readAll<T>(reader: ListReader<T>): Promise<Whole<T>> {
  let items: readonly T[] = [];
  let end: ListEnd = { kind: 'more' };
  for await (const step of reader.rest()) {
    items = step.change === 'replace' ? step.items : [...items, ...step.items];
    end = step.end;
  }
  return { items, end };
}

/** Reads as a person does who chooses "Load More" until there is no more. */
export async function readStepByStep<T>(reader: ListReader<T>): Promise<Whole<T>> {
  let items: readonly T[] = [];
  let end: ListEnd = { kind: 'more' };
  while (end.kind === 'more') {
    const step = await reader.next();
    items = step.change === 'replace' ? step.items : [...items, ...step.items];
    end = step.end;
  }
  return { items, end };
}
