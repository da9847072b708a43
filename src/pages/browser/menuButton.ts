import { html, nothing, type TemplateResult } from 'lit';
import { checkIcon, chevronIcon } from './icons.ts';

interface MenuItem {
  readonly label: string;
  /** Undefined where it is an action. */
  readonly isChecked?: boolean;
  readonly act: () => void;
}

/** A button that opens a menu of actions or of check boxes. The menu stays open while boxes are checked. */
export class MenuButton {
  readonly #onChange: () => void;
  readonly #drawNow: () => void;
  #isOpen = false;

  /** Calls `onChange` when it must be drawn again, and `drawNow` when it needs its items at once. */
  constructor(onChange: () => void, drawNow: () => void) {
    this.#onChange = onChange;
    this.#drawNow = drawNow;
  }

  /** `isDone` shows a check mark; `heading` says what the actions are done to. */
  draw(label: string, items: readonly MenuItem[], isDone = false, heading?: string): TemplateResult {
    return html`<div class="menu" @keydown=${this.#pressed} @focusout=${this.#left}>
      <button type="button" aria-haspopup="menu" aria-expanded=${this.#isOpen} @click=${this.#toggled}>
        ${isDone ? checkIcon : nothing}${label}<span class="chevron">${chevronIcon}</span>
      </button>
      ${
        this.#isOpen
          ? html`<div role="menu" aria-label=${heading === undefined ? label : `${label}: ${heading}`}>
              ${heading && html`<div class="menu-heading" role="presentation">${heading}</div>`}
              ${items.map((item) => this.#drawItem(item))}
            </div>`
          : nothing
      }
    </div>`;
  }

  #drawItem({ label, isChecked, act }: MenuItem): TemplateResult {
    const click = ({ currentTarget }: Event): void => {
      act();
      if (isChecked === undefined) {
        this.#close(currentTarget as Element);
      }
    };
    return html`<div
      role=${isChecked === undefined ? 'menuitem' : 'menuitemcheckbox'}
      aria-checked=${isChecked ?? nothing}
      tabindex="-1"
      @click=${click}
      @mouseenter=${({ currentTarget }: Event) => (currentTarget as HTMLElement).focus()}
    >
      ${isChecked === undefined ? nothing : html`<span class="check">${isChecked ? checkIcon : nothing}</span>`}${label}
    </div>`;
  }

  readonly #toggled = ({ currentTarget }: Event): void => {
    const button = currentTarget as Element;
    if (this.#isOpen) {
      this.#close(button);
    } else {
      this.#open(button);
    }
  };

  readonly #pressed = (event: KeyboardEvent): void => {
    if (!this.#isOpen) {
      if (event.key === 'ArrowDown') {
        this.#open(event.currentTarget as Element);
        event.preventDefault();
        event.stopPropagation();
      }
      return;
    }
    const items = itemsOf(event.currentTarget as Element);
    const index = items.indexOf(document.activeElement as HTMLElement);
    const to: Readonly<Record<string, number>> = {
      ArrowDown: (index + 1) % items.length,
      ArrowUp: (index + items.length - 1) % items.length,
      Home: 0,
      End: items.length - 1,
    };
    const target = to[event.key];
    if (target !== undefined) {
      items[target]?.focus();
    } else if (event.key === 'Escape') {
      this.#close(event.currentTarget as Element);
    } else if ((event.key === 'Enter' || event.key === ' ') && index >= 0) {
      items[index]?.click();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  readonly #left = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (this.#isOpen && !(currentTarget as Element).contains(relatedTarget as Node | null)) {
      this.#isOpen = false;
      this.#onChange();
    }
  };

  #open(within: Element): void {
    this.#isOpen = true;
    this.#drawNow();
    const [first] = itemsOf(within);
    first?.focus();
    keepInPage(first?.closest<HTMLElement>('[role="menu"]'));
  }

  #close(within: Element): void {
    const button = within.closest('.menu')?.querySelector('button');
    this.#isOpen = false;
    button?.focus();
    this.#onChange();
  }
}

/** Moves a menu that would be cut off at the end of the page. */
function keepInPage(menu: HTMLElement | null | undefined): void {
  if (menu !== null && menu !== undefined) {
    const { left, right } = menu.getBoundingClientRect();
    const width = document.documentElement.clientWidth;
    menu.style.translate = `${Math.max(Math.min(width - right, 0), -left)}px`;
  }
}

function itemsOf(within: Element): HTMLElement[] {
  return [...(within.closest('.menu')?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}
