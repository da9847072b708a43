import { html, nothing, render, type TemplateResult } from 'lit';
import type { PanelMessage, UnlockMessage } from '../protocol/sessionMessages.ts';
import type { SessionPageWords } from '../words/sessionPageWords.ts';
import { actionButton } from './controls.ts';
import { unlockedIcon } from './icons.ts';
import type { KeptState, KeptTable } from './keptState.ts';
import { MenuButton } from './menuButton.ts';
import { announce, oncePerFrame, pageElement } from './pageElements.ts';

/** What the details of a session are drawn with. */
export interface Drawing {
  readonly words: SessionPageWords;
  readonly locale: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
  /** The key of the copy button that shows a check mark. */
  readonly copied: string | undefined;
  /** Says how long the connection remains unlocked. */
  readonly unlockLine: TemplateResult;
  /** Copies the session as a whole. */
  readonly copyMenu: MenuButton;
  readonly jsonOpen: boolean;
  readonly send: (message: PanelMessage) => void;
  readonly toggleJson: (open: boolean) => void;
}

interface PageModel {
  readonly title: string;
  readonly words: { readonly copied: string };
}

export interface PageParts<Model, Kept> {
  /** Returns the valid members of a kept state. */
  readonly readState: (state: unknown) => Kept;
  readonly draw: (model: Model) => TemplateResult;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const tickMs = 10_000;
const copiedMs = 2_000;

/** The part that all pages share: how they are drawn, what they keep, and the messages of all. */
export class Page<Model extends PageModel, Kept extends KeptState, Message extends { readonly type: string }> {
  readonly #vscode = acquireVsCodeApi();
  readonly #parts: PageParts<Model, Kept>;
  readonly requestDraw = oncePerFrame(() => this.draw());
  readonly #copyMenu = this.createMenu();
  #model: Model | undefined;
  #kept: Kept;
  #unlock: UnlockMessage | undefined;
  #copied: string | undefined;
  #copiedTimer: number | undefined;

  constructor(parts: PageParts<Model, Kept>) {
    this.#parts = parts;
    this.#kept = parts.readState(this.#vscode.getState());
  }

  get kept(): Kept {
    return this.#kept;
  }

  get drawing(): Omit<Drawing, 'words' | 'locale' | 'send'> {
    return {
      now: Date.now(),
      copied: this.#copied,
      unlockLine: this.#drawUnlockLine(),
      copyMenu: this.#copyMenu,
      jsonOpen: this.#kept.jsonOpen,
      toggleJson: (jsonOpen) => this.keepAndDraw({ jsonOpen }),
    };
  }

  createMenu(): MenuButton {
    return new MenuButton(this.requestDraw, () => this.draw());
  }

  readonly send = (message: Message): void => {
    this.#vscode.postMessage(message);
  };

  keep(changed: Partial<Kept> | Partial<KeptTable>): void {
    this.#kept = { ...this.#kept, ...changed };
    this.#vscode.setState(this.#kept);
  }

  keepAndDraw(changed: Partial<Kept> | Partial<KeptTable>): void {
    this.keep(changed);
    this.requestDraw();
  }

  /** Sets what is drawn. Returns what was drawn before. */
  show(model: Model): Model | undefined {
    const before = this.#model;
    this.#model = model;
    document.title = model.title;
    if (before === undefined) {
      this.scrollBack();
    } else {
      this.requestDraw();
    }
    return before;
  }

  draw(): void {
    if (this.#model !== undefined) {
      render(this.#parts.draw(this.#model), pageElement('page'));
    }
  }

  /** Scrolls to where the page was, which is drawn before. */
  scrollBack(): void {
    this.draw();
    window.scrollTo(0, this.#kept.scrollY);
  }

  /** Handles messages from now on. `handle` gets those that only some pages have. */
  start<HostMessage>(handle: (message: HostMessage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent) => {
      this.handle(data);
      handle(data);
    });
    window.addEventListener('focus', () => this.#vscode.postMessage({ type: 'focus' }));
    window.addEventListener('scrollend', () => this.keep({ scrollY: window.scrollY }));
    window.setInterval(() => this.tick(), tickMs);
    this.#vscode.postMessage({ type: 'ready' });
  }

  /** Updates the relative times. */
  protected tick(): void {
    this.requestDraw();
  }

  protected handle(message: UnlockMessage | { readonly type: 'copied'; readonly button: string }): void {
    switch (message.type) {
      case 'timeLeft':
        if ((message.text === undefined) !== (this.#unlock?.text === undefined)) {
          announce(message.text ?? message.locked);
        }
        this.#unlock = message;
        this.requestDraw();
        break;
      case 'copied':
        this.#mark(message.button);
        announce(this.#model?.words.copied ?? '');
        window.clearTimeout(this.#copiedTimer);
        this.#copiedTimer = window.setTimeout(() => this.#mark(undefined), copiedMs);
        break;
    }
  }

  #drawUnlockLine(): TemplateResult {
    const { text, lockNow = '' } = this.#unlock ?? {};
    const lock = () => this.#vscode.postMessage({ type: 'lockNow' });
    const line = html`<span class="status">${unlockedIcon}${text}</span> ${actionButton(lockNow, nothing, lock)}`;
    return html`<div class="buttons unlock">${text && line}</div>`;
  }

  /** Shows a check mark in the button that copied. */
  #mark(button: string | undefined): void {
    this.#copied = button;
    this.requestDraw();
  }
}
