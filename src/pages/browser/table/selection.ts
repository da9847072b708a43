/** The selected rows of a list, as in the lists of VS Code. */
export interface RowSelection {
  readonly ids: ReadonlySet<string>;
  /** The row that the keyboard is on. */
  readonly current: string | undefined;
  /** The row from which Shift extends. */
  readonly anchor: string | undefined;
}

export const noSelection: RowSelection = { ids: new Set(), current: undefined, anchor: undefined };

export function selectOnly(id: string): RowSelection {
  return { ids: new Set([id]), current: id, anchor: id };
}

/** Adds the row `id`, or removes it if it is selected. */
export function toggle({ ids }: RowSelection, id: string): RowSelection {
  const next = new Set(ids);
  if (!next.delete(id)) {
    next.add(id);
  }
  return { ids: next, current: id, anchor: id };
}

/** Selects the rows of `order` between the anchor and `id`, in addition to the others if `keepsOthers`. */
export function extendTo(
  selection: RowSelection,
  id: string,
  order: readonly string[],
  keepsOthers = false,
): RowSelection {
  const { ids, current } = selection;
  const anchor = selection.anchor ?? current ?? id;
  const from = order.indexOf(anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) {
    return selectOnly(id);
  }
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set(keepsOthers ? [...ids, ...range] : range), current: id, anchor };
}

export function selectAll(selection: RowSelection, order: readonly string[]): RowSelection {
  return { ...selection, ids: new Set(order) };
}

/** Moves the keyboard to `id` without a change of what is selected. */
export function moveTo(selection: RowSelection, id: string): RowSelection {
  return { ...selection, current: id };
}

/** Removes the rows that `isListed` rejects. Returns the same object if there are none. */
export function withoutUnlisted(selection: RowSelection, isListed: (id: string) => boolean): RowSelection {
  const kept = (id: string | undefined) => (id !== undefined && isListed(id) ? id : undefined);
  const { ids } = selection;
  const current = kept(selection.current);
  const anchor = kept(selection.anchor);
  const listed = new Set([...ids].filter(isListed));
  return listed.size === ids.size && current === selection.current && anchor === selection.anchor
    ? selection
    : { ids: listed, current, anchor };
}
