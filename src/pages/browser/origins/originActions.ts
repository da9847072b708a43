import { html, nothing, type TemplateResult } from 'lit';
import { type OriginModel, questionButton } from '../../protocol/identityModel.ts';
import { checkIcon, chevronIcon } from '../icons.ts';
import { filled } from '../timeWords.ts';
import type { OriginsDrawing } from './drawOrigins.ts';

type ListKind = 'comparisons' | 'times';

/** Returns the id of a list of an origin that can be unfolded, in the state and in the document. */
export function listId(list: ListKind, { key }: OriginModel): string {
  return `${list}/${key}`;
}

/** Renders the actions of an origin: a line of the list, in which the keyboard moves. */
export function originActions(drawing: OriginsDrawing, origin: OriginModel, name: string): TemplateResult {
  const { words, send, showSessions, copied, mayChange } = drawing;
  const { key, sessionIds, network, recognition } = origin;
  return html`<div class="tools" role="toolbar" aria-label=${filled(words.actions, { 0: name })} data-line>
    <button class="tool" type="button" @click=${() => showSessions(sessionIds)}>${words.showSessions}</button>
    ${[true, false].map((isRecognised) => {
      const isNoted = recognition?.isRecognised === isRecognised;
      // A second press removes the note.
      const next = isNoted ? undefined : isRecognised;
      return html`<button
        class="tool"
        type="button"
        aria-pressed=${isNoted}
        @click=${() => send({ type: 'recognise', origin: key, isRecognised: next })}
      >
        ${isNoted ? checkIcon : nothing}${isRecognised ? words.recognised : words.notRecognised}
      </button>`;
    })}
    <button class="tool" type="button" @click=${() => send({ type: 'copyQuestion', origin: key })}>
      ${copied === questionButton(key) ? checkIcon : nothing}${words.copyQuestion}
    </button>
    ${
      mayChange
        ? html`<button
            class="tool"
            type="button"
            @click=${() => send({ type: 'run', action: 'revokeOrigin', ids: sessionIds.slice(0, 1) })}
          >
            ${words.revoke}
          </button>`
        : nothing
    }
    ${
      network &&
      html`<button class="tool" type="button" @click=${() => send({ type: 'findNetwork', network })}>
        ${words.findNetwork}
      </button>`
    }
    ${listToggle(drawing, listId('comparisons', origin), words.comparisons)}
    ${listToggle(drawing, listId('times', origin), words.timesAsText)}
  </div>`;
}

/** Renders a button that unfolds a list; the list has `id` while it is unfolded. */
export function listToggle(drawing: OriginsDrawing, id: string, label: string): TemplateResult {
  const { state, change } = drawing;
  const isOpen = state.unfolded.includes(id);
  const unfolded = isOpen ? state.unfolded.filter((one) => one !== id) : [...state.unfolded, id];
  return html`<button
    class="tool"
    type="button"
    aria-expanded=${isOpen}
    aria-controls=${isOpen ? id : nothing}
    @click=${() => change({ ...state, unfolded })}
  >
    <span class="chevron">${chevronIcon}</span>${label}
  </button>`;
}
