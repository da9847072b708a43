import type { ListEnd, ListReader } from '../../src/core/kratos/listReader.ts';

/** A list from a reader of the product. */
export interface Whole<T> {
  readonly items: readonly T[];
  readonly end: ListEnd;
}

/** Reads like "Load All". */
export async function readAll<T>(reader: ListReader<T>): Promise<Whole<T>> {
  let items: readonly T[] = [];
  let end: ListEnd = { kind: 'more' };
  for await (const step of reader.rest()) {
    items = step.change === 'replace' ? step.items : [...items, ...step.items];
    end = step.end;
  }
  return { items, end };
}

/** Reads like "Load More" until the end. */
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
