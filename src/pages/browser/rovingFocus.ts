import { Directive, directive, type ElementPart } from 'lit/directive.js';

const itemSelector = 'button, [role="button"]';
const groupSelector = '[data-roving]';
const lineSelector = '[data-line]';

/** The item of each group that Tab leads to: the one that had the focus last. */
const tabStops = new WeakMap<Element, HTMLElement>();

/**
 * Makes the buttons in an element one tab stop: the arrow keys, Home and End move between them. With `data-line` on
 * elements in it, Left and Right stay in a line, and Up and Down lead to others. A group in the group is one of its own.
 */
export const rovingFocus = directive(
  class extends Directive {
    #group: HTMLElement | undefined;

    override render(): void {}

    override update({ element }: ElementPart): void {
      const group = element as HTMLElement;
      if (this.#group === undefined) {
        this.#group = group;
        group.dataset.roving = '';
        group.addEventListener('keydown', moveFocus);
        group.addEventListener('focusin', keepFocused);
      }
      // What is in the group is drawn after the group itself.
      queueMicrotask(() => setTabStop(group, tabStops.get(group)));
    }
  },
);

function itemsOf(group: Element): HTMLElement[] {
  return [...group.querySelectorAll<HTMLElement>(itemSelector)].filter((item) => item.closest(groupSelector) === group);
}

/** Makes `wanted` the tab stop of the group, or its first item where that is gone. */
function setTabStop(group: Element, wanted: HTMLElement | undefined): void {
  const items = itemsOf(group);
  const stop = wanted !== undefined && items.includes(wanted) ? wanted : items[0];
  if (stop !== undefined) {
    tabStops.set(group, stop);
  }
  for (const item of items) {
    const tabIndex = item === stop ? 0 : -1;
    if (item.tabIndex !== tabIndex) {
      item.tabIndex = tabIndex;
    }
  }
}

function keepFocused({ currentTarget, target }: FocusEvent): void {
  if (currentTarget instanceof Element && target instanceof HTMLElement && itemsOf(currentTarget).includes(target)) {
    setTabStop(currentTarget, target);
  }
}

function moveFocus(event: KeyboardEvent): void {
  const { currentTarget: group, target: item } = event;
  if (event.altKey || event.metaKey || !(group instanceof Element) || !(item instanceof HTMLElement)) {
    return;
  }
  const items = itemsOf(group);
  const next = items.includes(item) ? nextItem(items, item, event) : undefined;
  if (next !== undefined) {
    // VS Code runs its own key bindings for all keys that reach the window.
    event.preventDefault();
    event.stopPropagation();
    next.focus();
  }
}

function nextItem(
  items: readonly HTMLElement[],
  item: HTMLElement,
  { key, ctrlKey }: KeyboardEvent,
): HTMLElement | undefined {
  const line = ctrlKey ? items : lineOf(items, item);
  const at = line.indexOf(item);
  switch (ctrlKey ? `Control+${key}` : key) {
    case 'ArrowRight':
      return line[(at + 1) % line.length];
    case 'ArrowLeft':
      return line.at(at - 1);
    case 'ArrowDown':
      return inOtherLine(items, line, at, 1);
    case 'ArrowUp':
      return inOtherLine(items, line, at, -1);
    case 'Home':
    case 'Control+Home':
      return line[0];
    case 'End':
    case 'Control+End':
      return line.at(-1);
    default:
      return undefined;
  }
}

function lineOf(items: readonly HTMLElement[], item: HTMLElement): readonly HTMLElement[] {
  const line = item.closest(lineSelector);
  return items.filter((one) => one.closest(lineSelector) === line);
}

/** Returns the item below (1) or above (-1); the neighbour where the group has one line only. */
function inOtherLine(
  items: readonly HTMLElement[],
  line: readonly HTMLElement[],
  at: number,
  by: 1 | -1,
): HTMLElement | undefined {
  if (line.length === items.length) {
    return line.at((at + by) % line.length);
  }
  const edge = by === 1 ? line.at(-1) : line[0];
  const neighbour = edge && items[items.indexOf(edge) + by];
  const other = neighbour === undefined ? line : lineOf(items, neighbour);
  return other[Math.min(at, other.length - 1)];
}
