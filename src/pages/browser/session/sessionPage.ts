import { render } from 'lit';
import type { HostMessage, PanelMessage } from '../../protocol/sessionMessages.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import { panelStyles } from '../styles.ts';
import { drawPanel } from './drawSessionPage.ts';
import { type KeptState, keptState } from './keptState.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: KeptState): void;
};

const tickMs = 10_000;
const copiedMs = 2_000;
/** Long enough for a screen reader to notice that the live region was empty. */
const announcePauseMs = 100;

const vscode = acquireVsCodeApi();
const root = required('panel');
const announcer = required('announcer');

let model: PanelModel | undefined;
let kept = keptState(vscode.getState());
let copied: string | undefined;
let copiedTimer: number | undefined;
let announceTimer: number | undefined;

// The content security policy allows adopted style sheets.
if (panelStyles.styleSheet !== undefined) {
  document.adoptedStyleSheets.push(panelStyles.styleSheet);
}

function draw(): void {
  if (model === undefined) {
    return;
  }
  const { words, locale } = model;
  render(
    drawPanel(
      {
        words,
        locale,
        now: Date.now(),
        copied,
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

function showCopied(button: string): void {
  copied = button;
  draw();
  announce(model?.words.copied ?? '');
  window.clearTimeout(copiedTimer);
  copiedTimer = window.setTimeout(() => {
    copied = undefined;
    draw();
  }, copiedMs);
}

/** Announces text to screen readers, also when it is the same as before. */
function announce(text: string): void {
  window.clearTimeout(announceTimer);
  announcer.textContent = '';
  announceTimer = window.setTimeout(() => {
    announcer.textContent = text;
  }, announcePauseMs);
}

function handle(message: HostMessage): void {
  if (message.type === 'show') {
    show(message.model);
  } else {
    showCopied(message.button);
  }
}

function required(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (element === null) {
    throw new Error(`The page has no #${id}.`);
  }
  return element;
}

window.addEventListener('message', (event: MessageEvent<HostMessage>) => handle(event.data));
window.addEventListener('scrollend', () => keep({ ...kept, scrollY: window.scrollY }));
window.setInterval(draw, tickMs);
vscode.postMessage({ type: 'ready' });
