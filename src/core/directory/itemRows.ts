export interface Item {
  readonly id: string;
  readonly kind?: string;
}

/**
 * What a step changed: the items it brought, those that are no longer there, and which rows differ (see ListChange).
 */
export interface ItemsChange<T> {
  readonly read: readonly T[];
  readonly gone: readonly Item[];
  readonly rows: readonly string[] | 'all';
}

/**
 * The items of a list in their order, each id once. `items` is a new array after each change. It has no index by id:
 * single items are looked up rarely, and an index of thousands would cost more than that.
 */
export class ItemRows<T extends Item> {
  #items: readonly T[] = [];

  get items(): readonly T[] {
    return this.#items;
  }

  has(id: string): boolean {
    return this.#place(id) >= 0;
  }

  append(fresh: readonly T[]): ItemsChange<T> {
    this.#items = this.#items.concat(fresh);
    return { read: fresh, gone: [], rows: fresh.length === 0 ? [] : 'all' };
  }

  swap(fresh: readonly T[]): ItemsChange<T> {
    const before = this.#items;
    const ids = new Set(fresh.map(({ id }) => id));
    this.#items = fresh;
    // Items that differ are reported one by one by the owner, who has both; malformed ones have no owner.
    const isSame = before.length === fresh.length && fresh.every((item, place) => isKept(before[place], item));
    return { read: fresh, gone: before.filter(({ id }) => !ids.has(id)), rows: isSame ? [] : 'all' };
  }

  /** Replaces the item with this id; returns false if there is none. */
  replace(item: T): boolean {
    const place = this.#place(item.id);
    if (place < 0) {
      return false;
    }
    this.#items = this.#items.with(place, item);
    return true;
  }

  drop(id: string): boolean {
    const place = this.#place(id);
    if (place < 0) {
      return false;
    }
    this.#items = this.#items.toSpliced(place, 1);
    return true;
  }

  #place(id: string): number {
    return this.#items.findIndex((item) => item.id === id);
  }
}

function isKept(before: Item | undefined, now: Item): boolean {
  return before?.id === now.id && before.kind === now.kind && now.kind !== 'malformed';
}
