import { html, nothing, render } from 'lit';
import type { UnlockMessage } from '../protocol/sessionMessages.ts';
import { actionButton } from './controls.ts';
import { unlockedIcon } from './icons.ts';
import { announce } from './pageElements.ts';

/** Says how long the connection remains unlocked, with a button that locks it. Draws itself: its time often changes. */
export class UnlockLine {
  readonly element = document.createElement('div');
  readonly #lock: () => void;
  #isUnlocked = false;

  constructor(lock: () => void) {
    this.#lock = lock;
    this.element.classList.add('buttons', 'unlock');
  }

  show({ text, lockNow, locked }: UnlockMessage): void {
    const isUnlocked = text !== undefined;
    if (isUnlocked !== this.#isUnlocked) {
      this.#isUnlocked = isUnlocked;
      announce(text ?? locked);
    }
    render(
      isUnlocked
        ? html`<span class="status">${unlockedIcon}${text}</span> ${actionButton(lockNow, nothing, this.#lock)}`
        : nothing,
      this.element,
    );
  }
}
