import { render } from 'lit';
import type { HostMessage, PanelMessage } from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { CopiedMark } from '../copiedMark.ts';
import { type KeptState, keptState } from '../keptState.ts';
import { MenuButton } from '../menuButton.ts';
import { adoptStyles, announce, pageElement } from '../pageElements.ts';
import { pageStyles } from '../styles.ts';
import { UnlockLine } from '../unlockLine.ts';
import { drawSessionPage } from './drawSessionPage.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: KeptState): void;
};

const tickMs = 10_000;

const vscode = acquireVsCodeApi();
const root = pageElement('page');

let model: PanelModel | undefined;
let kept = keptState(vscode.getState());

const copied = new CopiedMark(draw);
const unlockLine = new UnlockLine(() => vscode.postMessage({ type: 'lockNow' }));
const copyMenu = new MenuButton(draw, draw);

adoptStyles([pageStyles]);

function draw(): void {
  if (model === undefined) {
    return;
  }
  const { words, locale } = model;
  render(
    drawSessionPage(
      {
        words,
        locale,
        now: Date.now(),
        copied: copied.button,
        unlockLine: unlockLine.element,
        copyMenu,
        jsonOpen: kept.jsonOpen,
        send: (message) => vscode.postMessage(message),
        toggleJson,
      },
      model,
    ),
    root,
  );
}

function toggleJson(open: boolean): void {
  if (open !== kept.jsonOpen) {
    keep({ ...kept, jsonOpen: open });
    draw();
  }
}

function keep(state: KeptState): void {
  kept = state;
  vscode.setState(state);
}

function show(next: PanelModel): void {
  const before = model;
  model = next;
  document.title = next.title;
  draw();
  if (before === undefined || (before.session === undefined && next.session !== undefined)) {
    window.scrollTo(0, kept.scrollY);
  }
  if (before?.session !== undefined && next.readAt !== undefined && next.readAt !== before.readAt) {
    announce(next.words.refreshed);
  } else if (next.busy !== undefined && before?.busy === undefined) {
    announce(next.busy);
  }
}

function handle(message: HostMessage): void {
  switch (message.type) {
    case 'show':
      show(message.model);
      break;
    case 'timeLeft':
      unlockLine.show(message);
      break;
    case 'copied':
      copied.show(message.button, model?.words.copied ?? '');
      break;
  }
}

window.addEventListener('message', (event: MessageEvent<HostMessage>) => handle(event.data));
window.addEventListener('focus', () => vscode.postMessage({ type: 'focus' }));
window.addEventListener('scrollend', () => keep({ ...kept, scrollY: window.scrollY }));
window.setInterval(draw, tickMs);
vscode.postMessage({ type: 'ready' });
