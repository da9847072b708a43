export interface Item {
  readonly id: string;
}

/** What a step changed: the items it brought, and those that are no longer there. */
export interface ItemsChange<T> {
  readonly read: readonly T[];
  readonly gone: readonly Item[];
}

/** The items of a list in their order, each id once, found by id without a search. `items` is a new array after each change. */
export class ItemRows<T extends Item> {
  #items: readonly T[] = [];
  #places = new Map<string, number>();

  get items(): readonly T[] {
    return this.#items;
  }

  has(id: string): boolean {
    return this.#places.has(id);
  }

  append(fresh: readonly T[]): ItemsChange<T> {
    const items = [...this.#items];
    for (const item of fresh) {
      const place = this.#places.get(item.id) ?? items.length;
      items[place] = item;
      this.#places.set(item.id, place);
    }
    this.#items = items;
    return { read: fresh, gone: [] };
  }

  swap(fresh: readonly T[]): ItemsChange<T> {
    const before = this.#items;
    this.#items = [];
    this.#places = new Map();
    this.append(fresh);
    return { read: fresh, gone: before.filter(({ id }) => !this.#places.has(id)) };
  }

  /** Puts `item` in the place of the one with its id; false when there is none. */
  replace(item: T): boolean {
    const place = this.#places.get(item.id);
    if (place === undefined) {
      return false;
    }
    this.#items = this.#items.with(place, item);
    return true;
  }

  /** Takes out the item with this id; false when there is none. */
  drop(id: string): boolean {
    const place = this.#places.get(id);
    if (place === undefined) {
      return false;
    }
    this.swap(this.#items.toSpliced(place, 1));
    return true;
  }
}
