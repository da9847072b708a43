import { html, nothing, render } from 'lit';
import type { IdentityHostMessage, IdentityMessage } from '../../protocol/identityMessages.ts';
import type { IdentityPageModel, OriginModel } from '../../protocol/identityModel.ts';
import type { PanelModel } from '../../protocol/sessionModel.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import { CopiedMark } from '../copiedMark.ts';
import { MenuButton } from '../menuButton.ts';
import { drawOrigins } from '../origins/drawOrigins.ts';
import { lanesInSteps, noLanes } from '../origins/lanes.ts';
import { type OriginsState, originsState } from '../origins/originsState.ts';
import { originsStyles } from '../origins/originsStyles.ts';
import { adoptStyles, announce, oncePerFrame, pageElement, setMayRevoke } from '../pageElements.ts';
import { pageStyles } from '../styles.ts';
import { SessionTable } from '../table/sessionTable.ts';
import { UnlockLine } from '../unlockLine.ts';
import { drawIdentityPage } from './drawIdentityPage.ts';
import { identityStyles } from './identityStyles.ts';
import { type KeptIdentityState, keptIdentityState } from './keptState.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: IdentityMessage): void;
  getState(): unknown;
  setState(state: KeptIdentityState): void;
};

const tickMs = 10_000;
/** How long lanes are computed before other work of the page. */
const layOutMs = 5;

const vscode = acquireVsCodeApi();
const root = pageElement('page');
/** The sessions of the table by their ids. */
const rows = new Map<string, SessionRow>();

let model: IdentityPageModel | undefined;
/** Undefined until the host has grouped the sessions for the first time. */
let origins: readonly OriginModel[] | undefined;
let receivedOrigins: readonly OriginModel[] = [];
let lanes = noLanes;
/** Whether the lanes are computed now, and from what is still current. */
let layOutState: 'done' | 'running' | 'outdated' = 'done';
let details: PanelModel | undefined;
let current: string | undefined;
let kept = keptIdentityState(vscode.getState());
let originsShown = originsState(kept.origins);

const requestDraw = oncePerFrame(draw);
const copied = new CopiedMark(requestDraw);
const unlockLine = new UnlockLine(() => send({ type: 'lockNow' }));
const copyMenu = new MenuButton(requestDraw, draw);
const identityCopyMenu = new MenuButton(requestDraw, draw);
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

adoptStyles([pageStyles, originsStyles, identityStyles]);

function send(message: IdentityMessage): void {
  vscode.postMessage(message);
}

function keep(changed: Partial<KeptIdentityState>): void {
  kept = { ...kept, ...changed };
  vscode.setState(kept);
}

function draw(): void {
  if (model === undefined) {
    return;
  }
  const { words, locale } = model;
  const now = Date.now();
  const drawing = {
    words,
    locale,
    now,
    copied: copied.button,
    unlockLine: unlockLine.element,
    copyMenu,
    identityCopyMenu,
    jsonOpen: kept.jsonOpen,
    factsOpen: kept.factsOpen,
    send,
    toggleJson: (jsonOpen: boolean) => {
      keep({ jsonOpen });
      requestDraw();
    },
    toggleFacts: (factsOpen: boolean) => keep({ factsOpen }),
    safetyOpen: kept.safetyOpen,
    toggleSafety: (safetyOpen: boolean) => keep({ safetyOpen }),
  };
  render(
    drawIdentityPage(drawing, model, {
      origins: origins === undefined ? html`${nothing}` : drawOriginsOf(model, origins, now),
      table: table.element,
      details: current === undefined ? undefined : details,
    }),
    root,
  );
}

function drawOriginsOf(
  { words, locale, events, coverage, readAll, mayRevoke }: IdentityPageModel,
  shown: readonly OriginModel[],
  now: number,
) {
  return drawOrigins(
    {
      words: words.origin,
      locale,
      now,
      state: originsShown,
      change: changeOrigins,
      copied: copied.button,
      showSessions: showInTable,
      selectSession: (id) => showInTable([id]),
      mayRevoke,
      send,
      redraw: requestDraw,
    },
    { origins: shown, events, rows, lanes, selected: current, partial: readAll === undefined ? undefined : coverage },
  );
}

/** Selects rows of the table, which may be below what can be seen: the focus scrolls to it. */
function showInTable(ids: readonly string[]): void {
  table.select(ids);
  table.focus();
}

function changeOrigins(state: OriginsState): void {
  originsShown = state;
  keep({ origins: state });
  requestDraw();
}

/** Computes the lanes in turns of some milliseconds; changes that come meanwhile are laid out after it. */
function layOutLanes(): void {
  if (layOutState !== 'done') {
    layOutState = 'outdated';
    return;
  }
  if (origins === undefined) {
    return;
  }
  layOutState = 'running';
  const work = lanesInSteps(origins, rows, Date.now());
  const turn = () => {
    const end = performance.now() + layOutMs;
    do {
      const { done, value } = work.next();
      if (done === true) {
        lanes = value;
        requestDraw();
        const isOutdated = layOutState === 'outdated';
        layOutState = 'done';
        if (isOutdated) {
          layOutLanes();
        }
        return;
      }
    } while (performance.now() < end);
    window.setTimeout(turn);
  };
  turn();
}

function showPage(next: IdentityPageModel): void {
  const before = model;
  model = next;
  document.title = next.title;
  setMayRevoke(next.mayRevoke);
  const words = next.words.table;
  // A list that could not be read is not empty.
  const empty = next.busy ?? (next.notice === undefined ? words.empty : '');
  table.update({ words: { ...words, empty }, locale: next.locale });
  if (before === undefined) {
    draw();
    window.scrollTo(0, kept.scrollY);
  } else {
    requestDraw();
  }
  if (next.busy !== undefined && before?.busy === undefined) {
    announce(next.busy);
  } else if (next.busy === undefined && before?.busy !== undefined) {
    announce(`${next.words.table.sessions}: ${next.coverage}`);
  }
}

function showRows(changed: readonly SessionRow[], gone: readonly string[]): void {
  for (const row of changed) {
    rows.set(row.id, row);
  }
  for (const id of gone) {
    rows.delete(id);
  }
  table.change(changed, gone);
  layOutLanes();
}

/** Shows the origins when the last message of them has come, so that their order never changes while they come. */
function showOrigins({ origins: part, at, of }: Extract<IdentityHostMessage, { readonly type: 'origins' }>): void {
  receivedOrigins = [...receivedOrigins.slice(0, at), ...part];
  if (receivedOrigins.length === of) {
    origins = receivedOrigins;
    layOutLanes();
    requestDraw();
  }
}

function handle(message: IdentityHostMessage): void {
  switch (message.type) {
    case 'page':
      showPage(message.model);
      break;
    case 'rows':
      showRows(message.rows, message.gone);
      break;
    case 'origins':
      showOrigins(message);
      break;
    case 'show':
      details = message.model;
      draw();
      break;
    case 'selectRow':
      table.select([message.id]);
      break;
    case 'timeLeft':
      unlockLine.show(message);
      break;
    case 'copied':
      copied.show(message.button, model?.words.copied ?? '');
      break;
  }
}

window.addEventListener('message', (event: MessageEvent<IdentityHostMessage>) => handle(event.data));
window.addEventListener('focus', () => send({ type: 'focus' }));
window.addEventListener('scrollend', () => keep({ scrollY: window.scrollY }));
window.setInterval(() => {
  table.tick(Date.now());
  requestDraw();
}, tickMs);
send({ type: 'ready' });
