import type { TemplateResult } from 'lit';
import type { IdentityHostMessage, IdentityMessage } from '../../protocol/identityMessages.ts';
import type { IdentityPageModel, OriginModel } from '../../protocol/identityModel.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import { type KeptTable, keptMembers, keptTable } from '../keptState.ts';
import { drawOrigins } from '../origins/drawOrigins.ts';
import { type Lanes, lanesInSteps } from '../origins/lanes.ts';
import { type OriginsState, originsState } from '../origins/originsState.ts';
import { originsStyles } from '../origins/originsStyles.ts';
import { adoptStyles, runInTurns } from '../pageElements.ts';
import { drawTable } from '../session/drawSessionPage.ts';
import { pageStyles } from '../styles.ts';
import { TablePage } from '../tablePage.ts';
import { drawIdentityPage } from './drawIdentityPage.ts';
import { identityStyles } from './identityStyles.ts';

interface KeptIdentityState extends KeptTable {
  readonly factsOpen: boolean;
  /** Undefined until the user has opened or closed the steps to a safe account. */
  readonly safetyOpen: boolean | undefined;
  /** Checked by `originsState`. */
  readonly origins: unknown;
}

/** How long lanes are computed before other work of the page. */
const layOutMs = 5;

/** The sessions of the table by their ids. */
const rows = new Map<string, SessionRow>();

/** Undefined until the host has grouped the sessions for the first time. */
let origins: readonly OriginModel[] | undefined;
let receivedOrigins: readonly OriginModel[] = [];
/** What is shown of the origins; undefined until it is computed for the first time. */
let lanes: Lanes | undefined;
/** Whether lanes are being computed, and whether their input has changed since. */
let layOutState: 'done' | 'running' | 'outdated' = 'done';

adoptStyles([pageStyles, originsStyles, identityStyles]);

const page = new TablePage<IdentityPageModel, KeptIdentityState, IdentityMessage>({
  readState: (state) => {
    const { factsOpen, safetyOpen, origins } = keptMembers(state);
    return {
      ...keptTable(state),
      factsOpen: factsOpen === true,
      safetyOpen: typeof safetyOpen === 'boolean' ? safetyOpen : undefined,
      origins,
    };
  },
  draw,
  announcement: ({ busy, words, coverage }) => busy ?? `${words.table.sessions}: ${coverage}`,
});
const identityCopyMenu = page.createMenu();
let originsShown = originsState(page.kept.origins);

function draw(model: IdentityPageModel): TemplateResult {
  const { words, locale } = model;
  const { drawing, kept, table, details, send } = page;
  const identityDrawing = {
    ...drawing,
    words,
    locale,
    identityCopyMenu,
    factsOpen: kept.factsOpen,
    send,
    toggleFacts: (factsOpen: boolean) => page.keepAndDraw({ factsOpen }),
    safetyOpen: kept.safetyOpen,
    toggleSafety: (safetyOpen: boolean) => page.keepAndDraw({ safetyOpen }),
  };
  return drawIdentityPage(
    identityDrawing,
    model,
    lanes && drawOriginsOf(model, lanes, drawing),
    drawTable(identityDrawing, table.element, details),
  );
}

function drawOriginsOf(
  { words, locale, events, coverage, readAll, mayChange }: IdentityPageModel,
  shown: Lanes,
  { now, copied }: typeof page.drawing,
): TemplateResult {
  return drawOrigins({
    words: words.origin,
    locale,
    now,
    lanes: shown,
    events,
    rows,
    selected: page.current,
    partial: readAll === undefined ? undefined : coverage,
    state: originsShown,
    change: changeOrigins,
    copied,
    showSessions: showInTable,
    selectSession: (id) => showInTable([id]),
    mayChange,
    send: page.send,
    redraw: page.requestDraw,
  });
}

/** Selects rows of the table, which may be below what can be seen: the focus scrolls to it. */
function showInTable(ids: readonly string[]): void {
  page.table.select(ids);
  page.table.focus();
}

function changeOrigins(state: OriginsState): void {
  originsShown = state;
  page.keepAndDraw({ origins: state });
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
  runInTurns(lanesInSteps(origins, rows, Date.now()), layOutMs, (value) => {
    lanes = value;
    page.requestDraw();
    const isOutdated = layOutState === 'outdated';
    layOutState = 'done';
    if (isOutdated) {
      layOutLanes();
    }
  });
}

function noteRows(changed: readonly SessionRow[], gone: readonly string[]): void {
  for (const row of changed) {
    rows.set(row.id, row);
  }
  for (const id of gone) {
    rows.delete(id);
  }
  layOutLanes();
}

/** Shows the origins when the last message of them has come, so that their order never changes while they come. */
function showOrigins({ origins: part, at, of }: Extract<IdentityHostMessage, { readonly type: 'origins' }>): void {
  receivedOrigins = [...receivedOrigins.slice(0, at), ...part];
  if (receivedOrigins.length === of) {
    origins = receivedOrigins;
    layOutLanes();
  }
}

page.start<IdentityHostMessage>((message) => {
  switch (message.type) {
    case 'page':
      page.show(message.model);
      break;
    case 'rows':
      noteRows(message.rows, message.gone);
      break;
    case 'origins':
      showOrigins(message);
      break;
    case 'selectRow':
      page.table.select([message.id]);
      break;
  }
});
