import type { IdentityPageModel } from '../protocol/identityModel.ts';
import type { PanelModel } from '../protocol/sessionModel.ts';
import type { TableHostMessage, TableMessage } from '../protocol/tableMessages.ts';
import type { TableWords } from '../words/tableWords.ts';
import type { KeptTable } from './keptState.ts';
import { Page, type PageParts } from './page.ts';
import { announce, setMayChange } from './pageElements.ts';
import { SessionTable } from './table/sessionTable.ts';

interface TableModel extends Pick<IdentityPageModel, 'locale' | 'title' | 'busy' | 'notice' | 'mayChange'> {
  readonly words: { readonly table: TableWords; readonly copied: string };
}

interface TablePageParts<Model, Kept> extends PageParts<Model, Kept> {
  /** Returns what screen readers announce when a reading begins and when it ends. */
  readonly announcement: (model: Model) => string;
}

/** The part that pages with a table of sessions share: the table, and the details beside it. */
export class TablePage<
  Model extends TableModel,
  Kept extends KeptTable,
  Message extends { readonly type: string },
> extends Page<Model, Kept, Message | TableMessage> {
  readonly table: SessionTable;
  readonly #announcement: (model: Model) => string;
  #details: PanelModel | undefined;
  #current: string | undefined;

  constructor(parts: TablePageParts<Model, Kept>) {
    super(parts);
    this.#announcement = parts.announcement;
    this.table = new SessionTable({
      onSelect: (ids, current) => {
        this.#current = current;
        this.#details = current === undefined ? undefined : this.#details;
        this.send({ type: 'select', ids, current });
        this.requestDraw();
      },
      onRun: (action, ids) => this.send({ type: 'run', action, ids }),
      onCopyText: (text, button) => this.send({ type: 'copyText', text, button }),
      onStateChange: (table) => this.keep({ table }),
    });
    this.table.state = this.kept.table;
  }

  /** The session that is selected in the table. */
  get current(): string | undefined {
    return this.#current;
  }

  /** What is shown of the current session. */
  get details(): PanelModel | undefined {
    return this.#current === undefined ? undefined : this.#details;
  }

  override show(model: Model): Model | undefined {
    setMayChange(model.mayChange);
    const words = model.words.table;
    // A list that is being read, or could not be read, is not empty.
    const empty = model.busy ?? (model.notice === undefined ? words.empty : '');
    this.table.update({ words: { ...words, empty }, locale: model.locale });
    const before = super.show(model);
    // Otherwise, each page of a reading would be announced.
    if ((model.busy === undefined) !== (before?.busy === undefined)) {
      announce(this.#announcement(model));
    }
    return before;
  }

  protected override tick(): void {
    this.table.tick(Date.now());
    super.tick();
  }

  protected override handle(message: TableHostMessage): void {
    switch (message.type) {
      case 'rows':
        this.table.change(message.rows, message.gone);
        break;
      case 'show':
        this.#details = message.model;
        this.draw();
        break;
      default:
        super.handle(message);
    }
  }
}
