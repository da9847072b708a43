import { html, nothing, type TemplateResult } from 'lit';
import type { TableWords } from '../../words/tableWords.ts';
import { chevronIcon } from '../icons.ts';
import type { ColumnKey } from './columns.ts';
import type { Sort } from './sortRows.ts';

export interface HeaderDrawing {
  readonly words: TableWords;
  readonly keys: readonly ColumnKey[];
  readonly sort: Sort;
  /** The column that the keyboard is on; undefined where it is not on the header. */
  readonly column: number | undefined;
  readonly onSort: (key: ColumnKey) => void;
}

export function headerId(key: ColumnKey): string {
  return `session-header-${key}`;
}

export function drawHeader({ words, keys, sort, column, onSort }: HeaderDrawing): TemplateResult {
  return html`<div role="rowgroup" class="head">
    <div role="row" class="line" aria-rowindex="1">
      ${keys.map((key, position) => {
        const isSorted = sort.column === key;
        const direction = sort.isDescending ? 'descending' : 'ascending';
        return html`<div
          id=${headerId(key)}
          class="cell ${column === position ? 'marked' : ''}"
          role="columnheader"
          aria-sort=${isSorted ? direction : 'none'}
          title=${words.columns[key]}
          @click=${() => onSort(key)}
        >
          <span class=${key === 'state' ? 'unseen' : 'heading'}>${words.columns[key]}</span
          >${isSorted ? html`<span class=${direction}>${chevronIcon}</span>` : nothing}
        </div>`;
      })}
    </div>
  </div>`;
}
