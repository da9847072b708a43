/**
 * Returns the items with unique ids: malformed items of the same text get a number after the first. `seen` counts them
 * by id, and may be shared by several responses.
 */
export function distinctItems<T extends { readonly kind: string; readonly id: string }>(
  items: readonly T[],
  seen = new Map<string, number>(),
): readonly T[] {
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
