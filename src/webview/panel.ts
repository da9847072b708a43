import { render } from 'lit';
import type { PanelModel } from '../details/panelModel.ts';
import type { HostMessage, PanelMessage } from '../details/protocol.ts';
import { createAnnouncer } from './announcer.ts';
import { drawPanel } from './drawPanel.ts';
import { type KeptState, keptState } from './keptState.ts';
import { panelStyles } from './panelStyles.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: PanelMessage): void;
  getState(): unknown;
  setState(state: KeptState): void;
};

const tickMs = 10_000;
const copiedMs = 2_000;

const vscode = acquireVsCodeApi();
const root = required('panel');
const announce = createAnnouncer(required('announcer'));

let model: PanelModel | undefined;
let kept = keptState(vscode.getState());
let copied: string | undefined;
let copiedTimer: number | undefined;

document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...panelStyles];

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

const handlers: { readonly [Type in HostMessage['type']]: (message: Extract<HostMessage, { type: Type }>) => void } = {
  show: (message) => show(message.model),
  copied: (message) => showCopied(message.button),
};

function handle<Type extends HostMessage['type']>(message: Extract<HostMessage, { type: Type }>): void {
  const handler: (message: Extract<HostMessage, { type: Type }>) => void = handlers[message.type as Type];
  handler(message);
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
