import type { Item } from './itemRows.ts';
import type { ListPhase } from './listState.ts';

export type What = Extract<ListPhase, { kind: 'loading' }>['what'];

/** What is under way. Its identity is the generation: an answer for another task than the current one is dropped. */
export interface ListTask<T> {
  readonly what: What;
  readonly abort: AbortController;
  readonly ended: Promise<void>;
  readonly end: () => void;
  /** How many callers of `all` still want it; others cannot leave. */
  wanted: number;
  /** What its owner learned of single items since it was asked: fresher than the answer on its way. Undefined: gone. */
  readonly fresher: Map<string, T | undefined>;
}

export function createListTask<T>(what: What): ListTask<T> {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { what, abort: new AbortController(), ended: promise, end: resolve, wanted: 0, fresher: new Map() };
}

/** The items of an answer, each as the list's owner knows it by now. */
export function withFresher<T extends Item>(items: readonly T[], { fresher }: ListTask<T>): readonly T[] {
  if (fresher.size === 0) {
    return items;
  }
  return items.map((item) => (fresher.has(item.id) ? fresher.get(item.id) : item)).filter((item) => item !== undefined);
}
