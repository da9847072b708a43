import { html, nothing, type TemplateResult } from 'lit';
import type { IdentityMessage } from '../../protocol/identityMessages.ts';
import type {
  AddressModel,
  CredentialModel,
  IdentityPageModel,
  PageIdentityModel,
  SafetyModel,
} from '../../protocol/identityModel.ts';
import type { IdentityPageWords } from '../../words/identityPageWords.ts';
import { actionButton, disclosure, toolbar } from '../controls.ts';
import { blockedIcon, closeIcon, listIcon, openIcon, refreshIcon } from '../icons.ts';
import type { MenuButton } from '../menuButton.ts';
import type { Drawing } from '../page.ts';
import { drawByline, drawNotice, drawProgress } from '../pageHead.ts';
import { rovingFocus } from '../rovingFocus.ts';
import { clockWords, filled } from '../timeWords.ts';
import { copiedValue, dotted, identityFacts, timeSince } from '../values.ts';
import { drawSafety } from './drawSafety.ts';

export interface IdentityDrawing extends Omit<Drawing, 'words' | 'send'> {
  readonly words: IdentityPageWords;
  readonly send: (message: IdentityMessage) => void;
  /** Copies the identity as a whole. */
  readonly identityCopyMenu: MenuButton;
  readonly factsOpen: boolean;
  readonly toggleFacts: (open: boolean) => void;
  /** Undefined until the user has opened or closed the steps. */
  readonly safetyOpen: boolean | undefined;
  readonly toggleSafety: (open: boolean) => void;
}

/** `origins` and `table` are the parts that draw themselves, `table` with the details beside it. */
export function drawIdentityPage(
  drawing: IdentityDrawing,
  model: IdentityPageModel,
  origins: TemplateResult | undefined,
  table: TemplateResult,
): TemplateResult {
  const { words } = drawing;
  const { busy, notice, identity, safety, missing } = model;
  return html`
    ${drawProgress(busy)}
    <header>
      ${drawTitle(drawing, model)} ${notice && drawNotice(drawing, notice, () => drawing.send({ type: 'refreshPage' }))}
      ${drawActions(drawing, model)}
    </header>
    ${identity && drawAccount(drawing, identity, safety)}
    ${missing.map((sentence) => html`<p class="quiet">${sentence}</p>`)} ${origins}
    <section class="sessions" aria-labelledby="sessions">
      <div class="heading">
        <h2 id="sessions">${words.table.sessions}</h2>
        ${drawCoverage(drawing, model)}
      </div>
      ${table}
    </section>
    ${identity && drawFacts(drawing, identity)}
  `;
}

function drawTitle(drawing: IdentityDrawing, { title, id, identity }: IdentityPageModel): TemplateResult {
  return html`
    <h1><bdi>${title}</bdi></h1>
    ${
      identity?.isInactive
        ? html`<p class="status"><span class="state-blocked">${blockedIcon}</span><span>${filled(drawing.words.state, { 0: identity.state })}</span></p>`
        : nothing
    }
    ${identity && drawByline(identity.byline, identity.connectionColor)} ${drawing.unlockLine}
    <p ${rovingFocus()}>
      <span class="quiet">${drawing.words.identity}</span>
      ${copiedValue(drawing, 'id', drawing.words.identityId, id, 'code')}
    </p>
  `;
}

function drawActions(
  { words, copied, identityCopyMenu, send }: IdentityDrawing,
  { mayChange }: IdentityPageModel,
): TemplateResult {
  const copies = [
    { label: words.copyJson, act: () => send({ type: 'copyIdentityJson' }) },
    { label: words.copyId, act: () => send({ type: 'copyIdentityId' }) },
  ];
  const isDone = copied === 'copyIdentityJson' || copied === 'copyIdentityId';
  return toolbar(
    words.identityActions,
    html`${actionButton(words.showIdentity, listIcon, () => send({ type: 'showIdentity' }))}
      ${actionButton(words.openJson, openIcon, () => send({ type: 'openIdentityJson' }))}
      ${identityCopyMenu.draw(words.copyMenu, copies, isDone)}
      ${actionButton(words.refresh, refreshIcon, () => send({ type: 'refreshPage' }))}
      ${mayChange ? actionButton(words.revokeAllBut, blockedIcon, () => send({ type: 'revokeAllBut' })) : nothing}`,
  );
}

/** How complete the list is, as of when, and what reads the rest. */
function drawCoverage({ words, locale, send }: IdentityDrawing, model: IdentityPageModel): TemplateResult {
  const { coverage, readAt, busy, mayCancel, readAll, clearFilter } = model;
  const asOf = readAt === undefined ? '' : filled(words.asOf, { 0: clockWords(readAt, locale) });
  return html`
    <p class="quiet" role="status">${[busy ?? coverage, busy === undefined ? asOf : ''].filter(Boolean).join(', ')}</p>
    ${toolbar(
      words.readActions,
      html`${readAll && actionButton(readAll, openIcon, () => send({ type: 'readAll' }))}
        ${clearFilter && actionButton(clearFilter, closeIcon, () => send({ type: 'clearFilter' }))}
        ${mayCancel ? actionButton(words.cancel, closeIcon, () => send({ type: 'cancelPage' })) : nothing}`,
    )}
  `;
}

/** Draws credentials and addresses, which sign in and recover, and the steps to a safe account. */
function drawAccount(
  drawing: IdentityDrawing,
  { credentials, addresses }: PageIdentityModel,
  safety: SafetyModel | undefined,
): TemplateResult {
  const { words } = drawing;
  return html`<section class="ways-in">
    <div>
      <h2>${words.credentials}</h2>
      ${credentials.length === 0 ? html`<p class="quiet">${words.noCredentials}</p>` : html`<ul>${credentials.map((one) => drawCredential(drawing, one))}</ul>`}
    </div>
    <div>
      <h2>${words.addresses}</h2>
      ${addresses.length === 0 ? html`<p class="quiet">${words.none}</p>` : html`<ul>${addresses.map((one) => drawAddress(drawing, one))}</ul>`}
    </div>
    ${safety && drawSafety(drawing, safety)}
  </section>`;
}

function drawCredential(drawing: IdentityDrawing, { type, identifiers, changedAt }: CredentialModel): TemplateResult {
  return drawFactLine(drawing, [type, ...identifiers], drawing.words.lastChanged, changedAt);
}

function drawAddress(drawing: IdentityDrawing, { value, note, addedAt }: AddressModel): TemplateResult {
  return drawFactLine(drawing, [value.text, note], drawing.words.added, addedAt);
}

function drawFactLine(
  drawing: IdentityDrawing,
  [first, ...rest]: readonly string[],
  template: string,
  at: number | undefined,
): TemplateResult {
  const time = at === undefined ? [] : [timeSince(drawing, template, at)];
  return html`<li>${dotted([html`<bdi><strong>${first}</strong></bdi>`, ...rest, ...time])}</li>`;
}

function drawFacts(drawing: IdentityDrawing, identity: PageIdentityModel): TemplateResult {
  const { words, factsOpen, toggleFacts } = drawing;
  const content = html`<div class="content" role="group" aria-label=${words.values} ${rovingFocus()}>
    ${identityFacts(drawing, identity)}
  </div>`;
  return html`<section>${disclosure(factsOpen, toggleFacts, html`<h2>${words.facts}</h2>`, content)}</section>`;
}
