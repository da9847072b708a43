interface Item {
  readonly kind: string;
  readonly id: string;
}

/**
 * Malformed items of the same text are as many items as there are: those after the first get a number. `seen` counts them
 * by id, over one response unless it is handed on from one to the next.
 */
export function distinctItems<T extends Item>(items: readonly T[], seen = new Map<string, number>()): readonly T[] {
  if (items.every(({ kind }) => kind !== 'malformed')) {
    return items;
  }
  return items.map((item) => {
    if (item.kind !== 'malformed') {
      return item;
    }
    const count = (seen.get(item.id) ?? 0) + 1;
    seen.set(item.id, count);
    return count === 1 ? item : { ...item, id: `${item.id}-${count}` };
  });
}
