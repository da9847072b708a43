import { adoptStyles, pageElement } from '../../../src/pages/browser/pageElements.ts';
import { pageStyles } from '../../../src/pages/browser/styles.ts';
import { SessionTable } from '../../../src/pages/browser/table/sessionTable.ts';
import type { SessionRow } from '../../../src/pages/protocol/sessionRow.ts';
import type { TableWords } from '../../../src/pages/words/tableWords.ts';

/** A message from a test. */
export type TableTestMessage =
  | { readonly type: 'words'; readonly words: TableWords; readonly locale: string }
  | { readonly type: 'rows'; readonly rows: readonly SessionRow[]; readonly gone: readonly string[] }
  | { readonly type: 'tick'; readonly now: number }
  | { readonly type: 'selectRows'; readonly ids: readonly string[] };

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

const vscode = acquireVsCodeApi();
const table = new SessionTable({
  onSelect: (ids, current) => vscode.postMessage({ type: 'select', ids, current }),
  onRun: (action, ids) => vscode.postMessage({ type: 'run', action, ids }),
  onCopyText: (text, key) => vscode.postMessage({ type: 'copyText', text, key }),
  onStateChange: (state) => vscode.setState(state),
});

adoptStyles([pageStyles]);
pageElement('page').style.maxWidth = 'none';
const heading = document.createElement('h1');
heading.textContent = 'Table';
pageElement('page').append(heading, table.element);
table.state = vscode.getState();

window.addEventListener('message', ({ data }: MessageEvent<TableTestMessage>) => {
  switch (data.type) {
    case 'words':
      return table.update(data);
    case 'rows':
      return table.change(data.rows, data.gone);
    case 'tick':
      return table.tick(data.now);
    case 'selectRows':
      return table.select(data.ids);
  }
});
