import { render } from 'lit';
import type { RecentHostMessage, RecentMessage } from '../../protocol/recentMessages.ts';
import type { RecentPageModel } from '../../protocol/recentModel.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { CopiedMark } from '../copiedMark.ts';
import { identityStyles } from '../identity/identityStyles.ts';
import { MenuButton } from '../menuButton.ts';
import { adoptStyles, announce, oncePerFrame, pageElement, setMayRevoke } from '../pageElements.ts';
import { pageStyles } from '../styles.ts';
import { SessionTable } from '../table/sessionTable.ts';
import { UnlockLine } from '../unlockLine.ts';
import { drawRecentPage } from './drawRecentPage.ts';
import { type KeptRecentState, keptRecentState } from './keptState.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: RecentMessage): void;
  getState(): unknown;
  setState(state: KeptRecentState): void;
};

const tickMs = 10_000;

const vscode = acquireVsCodeApi();
const root = pageElement('page');

let model: RecentPageModel | undefined;
let details: PanelModel | undefined;
let current: string | undefined;
let kept = keptRecentState(vscode.getState());

const requestDraw = oncePerFrame(draw);
const copied = new CopiedMark(requestDraw);
const unlockLine = new UnlockLine(() => send({ type: 'lockNow' }));
const copyMenu = new MenuButton(requestDraw, draw);
const table = new SessionTable({
  onSelect: (ids, selected) => {
    current = selected;
    details = selected === undefined ? undefined : details;
    send({ type: 'select', ids, current: selected });
    requestDraw();
  },
  onRun: (action, ids) => send({ type: 'run', action, ids }),
  onCopyText: (text, button) => send({ type: 'copyText', text, button }),
  onStateChange: (state) => keep({ table: state }),
});
table.state = kept.table;

adoptStyles([pageStyles, identityStyles]);

function send(message: RecentMessage): void {
  vscode.postMessage(message);
}

function keep(changed: Partial<KeptRecentState>): void {
  kept = { ...kept, ...changed };
  vscode.setState(kept);
}

function draw(): void {
  if (model === undefined) {
    return;
  }
  const { words, locale } = model;
  const drawing = {
    words,
    locale,
    now: Date.now(),
    copied: copied.button,
    unlockLine: unlockLine.element,
    copyMenu,
    jsonOpen: kept.jsonOpen,
    send,
    toggleJson: (jsonOpen: boolean) => {
      keep({ jsonOpen });
      requestDraw();
    },
  };
  render(drawRecentPage(drawing, model, table.element, current === undefined ? undefined : details), root);
}

function showPage(next: RecentPageModel): void {
  const before = model;
  model = next;
  document.title = next.title;
  setMayRevoke(next.mayRevoke);
  const words = next.words.table;
  // A list that is being read, or could not be read, is not empty.
  const empty = next.busy ?? (next.notice === undefined ? words.empty : '');
  table.update({ words: { ...words, empty }, locale: next.locale });
  if (before === undefined) {
    keep({ connectionId: next.connectionId });
    draw();
    window.scrollTo(0, kept.scrollY);
  } else {
    requestDraw();
  }
  // Each page that is read would be announced otherwise.
  if (next.busy !== undefined && before?.busy === undefined) {
    announce(next.words.reading);
  } else if (next.busy === undefined && before?.busy !== undefined) {
    announce(next.coverage);
  }
}

function handle(message: RecentHostMessage): void {
  switch (message.type) {
    case 'page':
      showPage(message.model);
      break;
    case 'rows':
      table.change(message.rows, message.gone);
      break;
    case 'show':
      details = message.model;
      draw();
      break;
    case 'find':
      table.state = { ...table.state, query: message.query, selected: [], current: undefined, scroll: 0 };
      keep({ table: table.state });
      break;
    case 'timeLeft':
      unlockLine.show(message);
      break;
    case 'copied':
      copied.show(message.button, model?.words.copied ?? '');
      break;
  }
}

window.addEventListener('message', (event: MessageEvent<RecentHostMessage>) => handle(event.data));
window.addEventListener('focus', () => send({ type: 'focus' }));
window.addEventListener('scrollend', () => keep({ scrollY: window.scrollY }));
window.setInterval(() => {
  table.tick(Date.now());
  requestDraw();
}, tickMs);
send({ type: 'ready' });
