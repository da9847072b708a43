import { announce } from './pageElements.ts';

const shownMs = 2_000;

/** Remembers for a moment which copy button was pressed, so that it shows a check mark. */
export class CopiedMark {
  readonly #onChange: () => void;
  #timer: number | undefined;
  #button: string | undefined;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** The key of the copy button that shows a check mark. */
  get button(): string | undefined {
    return this.#button;
  }

  /** Marks a button, and announces `words` to screen readers. */
  show(button: string, words: string): void {
    this.#set(button);
    announce(words);
    window.clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#set(undefined), shownMs);
  }

  #set(button: string | undefined): void {
    this.#button = button;
    this.#onChange();
  }
}
