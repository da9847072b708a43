import { html, nothing, type TemplateResult } from 'lit';
import { relativeWords } from '../../../text/timeDistance.ts';
import type { SessionRow } from '../../protocol/sessionRow.ts';
import { statusIcon, warningIcon } from '../icons.ts';
import { localWords, utcWords } from '../timeWords.ts';
import { type ColumnKey, methodText } from './columns.ts';

interface RowDrawing {
  readonly keys: readonly ColumnKey[];
  readonly locale: string;
  /** In milliseconds since the epoch. */
  readonly now: number;
}

/** How a row stands in the table. */
interface RowPlace {
  readonly index: number;
  /** In pixels from the top of the first row. */
  readonly top: number;
  readonly isSelected: boolean;
  /** How many rows are selected: a menu offers some commands for exactly one or two. */
  readonly selected: number;
  /** The column that the keyboard is on, -1 for the row itself; undefined where it is on another row. */
  readonly column: number | undefined;
}

export function rowId(index: number): string {
  return `session-row-${index}`;
}

export function headerId(key: ColumnKey): string {
  return `session-header-${key}`;
}

/** Returns the id of the cell that the keyboard is on, of which there is one. */
export function cellId(index: number): string {
  return `${rowId(index)}-cell`;
}

export function drawRow({ keys, locale, now }: RowDrawing, row: SessionRow, place: RowPlace): TemplateResult {
  const { index, top, isSelected, column } = place;
  // Of a session that cannot be read, the problem takes the place of all its values.
  const shown = row.state === 'unreadable' ? keys.slice(0, 2) : keys;
  return html`<div
    id=${rowId(index)}
    class="line ${column === undefined ? '' : 'current'} ${column === -1 ? 'marked' : ''}"
    role="row"
    aria-rowindex=${index + 2}
    aria-selected=${isSelected}
    data-id=${row.id}
    data-vscode-context=${menuContext(row, place)}
    .style=${`transform: translateY(${top}px)`}
  >
    ${shown.map((key, position) => {
      const content =
        row.state === 'unreadable' && key !== 'state' ? plainCell(row.stateText) : cell(row, key, locale, now);
      const span = position === shown.length - 1 ? keys.length - position : 1;
      return html`<div
        id=${column === position ? cellId(index) : nothing}
        class="cell ${key === 'state' ? 'state' : ''} ${column === position ? 'marked' : ''} ${span > 1 ? 'wide' : ''}"
        role="gridcell"
        aria-colspan=${span > 1 ? span : nothing}
        title=${content.title ?? nothing}
      >${content.content}</div>`;
    })}
  </div>`;
}

/** Returns the data of the row's menu, which `when` clauses read. The targets are the rows that are selected. */
function menuContext({ id, state }: SessionRow, { selected }: RowPlace): string {
  return JSON.stringify({
    webviewSection: 'session',
    preventDefaultContextMenuItems: true,
    kind: 'session',
    sessionId: id,
    state,
    selected,
  });
}

interface Cell {
  readonly content: TemplateResult | typeof nothing;
  /** What does not fit into the cell. */
  readonly title?: string | undefined;
}

function cell(row: SessionRow, key: ColumnKey, locale: string, now: number): Cell {
  switch (key) {
    case 'state':
      return {
        content: html`${row.state === 'unreadable' ? warningIcon : statusIcon(row.state)}<span class="unseen">${row.stateText}</span>`,
        title: row.stateText,
      };
    case 'signedIn':
      return timeCell(row.signedInAt, locale, now);
    case 'expires':
      return timeCell(row.expiresAt, locale, now);
    case 'device':
      return plainCell(row.device, [row.device, ...row.userAgents].join('\n'));
    case 'address':
      return row.addresses.length > 1
        ? plainCell(`${row.addresses[0]} +${row.addresses.length - 1}`, row.addresses.join('\n'))
        : plainCell(row.addresses[0]);
    case 'methods':
      return plainCell(
        row.methods.map(methodText).join(', '),
        row.methods
          .map((mark) => [methodText(mark), mark.completedAt && localWords(mark.completedAt, locale)])
          .map((parts) => parts.filter(Boolean).join(' · '))
          .join('\n'),
      );
    default:
      return plainCell(row[key]);
  }
}

function timeCell(at: number | undefined, locale: string, now: number): Cell {
  return at === undefined
    ? { content: nothing }
    : {
        content: html`${relativeWords(at, now, locale, 'short')}`,
        title: `${localWords(at, locale)}\n${utcWords(at)}`,
      };
}

function plainCell(text: string | undefined, title = text): Cell {
  return text === undefined || text === '' ? { content: nothing } : { content: html`<bdi>${text}</bdi>`, title };
}
