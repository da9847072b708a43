import { render, type TemplateResult } from 'lit';
import type { IdentityPageModel } from '../protocol/identityModel.ts';
import type { PanelModel } from '../protocol/sessionModel.ts';
import type { TableHostMessage, TableMessage } from '../protocol/tableMessages.ts';
import type { TableWords } from '../words/tableWords.ts';
import { CopiedMark } from './copiedMark.ts';
import type { Drawing } from './drawing.ts';
import type { KeptState } from './keptState.ts';
import { MenuButton } from './menuButton.ts';
import { announce, oncePerFrame, pageElement, setMayChange } from './pageElements.ts';
import { SessionTable } from './table/sessionTable.ts';
import { UnlockLine } from './unlockLine.ts';

interface TableModel extends Pick<IdentityPageModel, 'locale' | 'title' | 'busy' | 'notice' | 'mayChange'> {
  readonly words: { readonly table: TableWords; readonly copied: string };
}

interface KeptTable extends KeptState {
  readonly table: unknown;
}

interface TablePageParts<Model, Kept> {
  /** Returns the valid members of a kept state. */
  readonly readState: (state: unknown) => Kept;
  readonly draw: (model: Model) => TemplateResult;
  /** Returns what screen readers announce when a reading begins and when it ends. */
  readonly announcement: (model: Model) => string;
}

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const tickMs = 10_000;

/** The part that pages with a table of sessions share: the table, the details beside it, and what is kept. */
export class PageTable<Model extends TableModel, Kept extends KeptTable, Message extends { readonly type: string }> {
  readonly #vscode = acquireVsCodeApi();
  readonly #parts: TablePageParts<Model, Kept>;
  readonly requestDraw = oncePerFrame(() => this.draw());
  readonly table: SessionTable;
  readonly #copied = new CopiedMark(this.requestDraw);
  readonly #unlockLine = new UnlockLine(() => this.#vscode.postMessage({ type: 'lockNow' }));
  readonly #copyMenu = this.createMenu();
  #model: Model | undefined;
  #details: PanelModel | undefined;
  #current: string | undefined;
  #kept: Kept;

  constructor(parts: TablePageParts<Model, Kept>) {
    this.#parts = parts;
    this.#kept = parts.readState(this.#vscode.getState());
    const send = (message: TableMessage) => this.#vscode.postMessage(message);
    this.table = new SessionTable({
      onSelect: (ids, current) => {
        this.#current = current;
        this.#details = current === undefined ? undefined : this.#details;
        send({ type: 'select', ids, current });
        this.requestDraw();
      },
      onRun: (action, ids) => send({ type: 'run', action, ids }),
      onCopyText: (text, button) => send({ type: 'copyText', text, button }),
      onStateChange: (table) => this.keep({ table }),
    });
    this.table.state = this.#kept.table;
  }

  get kept(): Kept {
    return this.#kept;
  }

  /** The session that is selected in the table. */
  get current(): string | undefined {
    return this.#current;
  }

  /** What is shown of the current session. */
  get details(): PanelModel | undefined {
    return this.#current === undefined ? undefined : this.#details;
  }

  /** What both pages are drawn with. */
  get drawing(): Omit<Drawing, 'words' | 'locale' | 'send'> {
    return {
      now: Date.now(),
      copied: this.#copied.button,
      unlockLine: this.#unlockLine.element,
      copyMenu: this.#copyMenu,
      jsonOpen: this.#kept.jsonOpen,
      toggleJson: (jsonOpen) => {
        this.keep({ jsonOpen });
        this.requestDraw();
      },
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

  draw(): void {
    if (this.#model !== undefined) {
      render(this.#parts.draw(this.#model), pageElement('page'));
    }
  }

  /** Handles messages from now on, with `handle` those of this page only. */
  start<HostMessage>(handle: (message: HostMessage | TableHostMessage) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<TableHostMessage>) => {
      this.#handle(data);
      handle(data);
    });
    window.addEventListener('focus', () => this.#vscode.postMessage({ type: 'focus' }));
    window.addEventListener('scrollend', () => this.keep({ scrollY: window.scrollY }));
    window.setInterval(() => {
      this.table.tick(Date.now());
      this.requestDraw();
    }, tickMs);
    this.#vscode.postMessage({ type: 'ready' });
  }

  show(model: Model): void {
    const before = this.#model;
    this.#model = model;
    document.title = model.title;
    setMayChange(model.mayChange);
    const words = model.words.table;
    // A list that is being read, or could not be read, is not empty.
    const empty = model.busy ?? (model.notice === undefined ? words.empty : '');
    this.table.update({ words: { ...words, empty }, locale: model.locale });
    if (before === undefined) {
      this.draw();
      window.scrollTo(0, this.#kept.scrollY);
    } else {
      this.requestDraw();
    }
    // Each page that is read would be announced otherwise.
    if ((model.busy === undefined) !== (before?.busy === undefined)) {
      announce(this.#parts.announcement(model));
    }
  }

  #handle(message: TableHostMessage): void {
    switch (message.type) {
      case 'rows':
        this.table.change(message.rows, message.gone);
        break;
      case 'show':
        this.#details = message.model;
        this.draw();
        break;
      case 'timeLeft':
        this.#unlockLine.show(message);
        break;
      case 'copied':
        this.#copied.show(message.button, this.#model?.words.copied ?? '');
        break;
    }
  }
}
