import { html, nothing, type TemplateResult } from 'lit';
import { completeQuery, type QuerySuggestion, type QueryValues } from '../../../core/query/completeQuery.ts';
import type { QueryProblem } from '../../../core/query/parseQuery.ts';
import { queryFields } from '../../../core/query/terms.ts';
import type { TableWords } from '../../words/tableWords.ts';
import { filled } from '../timeWords.ts';

const mostSuggestions = 8;
const listId = 'query-suggestions';
const problemsId = 'query-problems';

interface QueryBoxParts {
  /** The box as it is drawn. */
  readonly input: () => HTMLInputElement | null;
  /** The values that are suggested. */
  readonly values: () => QueryValues;
  readonly onQuery: (query: string) => void;
  /** Called when it must be drawn again. */
  readonly onChange: () => void;
  /** Moves the keyboard to the rows. */
  readonly onLeave: () => void;
}

/** A text box with suggestions: the combobox of the ARIA patterns, whose focus stays in the box. */
export class QueryBox {
  text = '';
  readonly #parts: QueryBoxParts;
  #suggestions: readonly QuerySuggestion[] = [];
  #active = -1;

  constructor(parts: QueryBoxParts) {
    this.#parts = parts;
  }

  focus(): void {
    const input = this.#parts.input();
    input?.focus();
    input?.select();
  }

  draw(words: TableWords, problems: readonly QueryProblem[]): TemplateResult {
    const isOpen = this.#suggestions.length > 0;
    const shown = problems.filter((problem) => !this.#isBeingTyped(problem));
    return html`<div class="query">
      <input
        type="text"
        role="combobox"
        spellcheck="false"
        autocomplete="off"
        aria-label=${words.query}
        aria-autocomplete="list"
        aria-expanded=${isOpen}
        aria-controls=${listId}
        aria-activedescendant=${this.#active < 0 ? nothing : optionId(this.#active)}
        aria-describedby=${problemsId}
        aria-invalid=${shown.length > 0 ? 'true' : nothing}
        placeholder=${words.queryExample}
        .value=${this.text}
        @input=${this.#typed}
        @keydown=${this.#pressed}
        @blur=${this.#close}
      />
      <ul id=${listId} role="listbox" aria-label=${words.suggestions} ?hidden=${!isOpen}>
        ${this.#suggestions.map(
          (suggestion, index) => html`<li
            id=${optionId(index)}
            role="option"
            aria-selected=${index === this.#active}
            @mousedown=${(event: MouseEvent) => this.#picked(event, suggestion)}
          >
            <bdi>${suggestion.value ?? suggestion.text}</bdi>
            ${suggestion.value === undefined ? html`<span class="hint">${words.queryFields[suggestion.field]}</span>` : nothing}
          </li>`,
        )}
      </ul>
      <div id=${problemsId} class="problems" role="status">
        ${shown.map((problem) => html`<p><bdi>${problemText(words, problem)}</bdi></p>`)}
      </div>
    </div>`;
  }

  /** Returns whether the problem is that of a term whose value is about to be typed. */
  #isBeingTyped({ code, end }: QueryProblem): boolean {
    return code === 'missingValue' && end === this.text.length && document.activeElement === this.#parts.input();
  }

  readonly #typed = ({ currentTarget }: Event): void => {
    this.#set((currentTarget as HTMLInputElement).value);
  };

  #set(text: string): void {
    this.text = text;
    this.#parts.onQuery(text);
    this.#suggest(text !== '');
  }

  #suggest(isWanted: boolean): void {
    const cursor = this.#parts.input()?.selectionStart ?? this.text.length;
    this.#suggestions = isWanted ? completeQuery(this.text, cursor, this.#parts.values(), mostSuggestions) : [];
    this.#active = -1;
    this.#parts.onChange();
  }

  readonly #close = (): void => this.#suggest(false);

  #picked(event: MouseEvent, suggestion: QuerySuggestion): void {
    // The box keeps the focus.
    event.preventDefault();
    this.#accept(suggestion);
  }

  #accept({ start, end, text, value }: QuerySuggestion): void {
    const rest = this.text.slice(end);
    // The name of a field is followed by its value, and a value by the next term.
    const inserted = value === undefined || rest.startsWith(' ') ? text : `${text} `;
    const query = `${this.text.slice(0, start)}${inserted}${rest}`;
    const input = this.#parts.input();
    if (input !== null) {
      input.value = query;
      input.setSelectionRange(start + inserted.length, start + inserted.length);
    }
    this.#set(query);
    if (value !== undefined) {
      this.#close();
    }
  }

  readonly #pressed = (event: KeyboardEvent): void => {
    if (!event.isComposing && !event.ctrlKey && !event.metaKey && !event.altKey && this.#handles(event.key)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };

  #handles(key: string): boolean {
    const { length } = this.#suggestions;
    const active = this.#suggestions[this.#active];
    switch (key) {
      case 'ArrowDown':
        if (length === 0) {
          this.#suggest(true);
        } else {
          this.#activate((this.#active + 1) % length);
        }
        return true;
      case 'ArrowUp':
        this.#activate(length === 0 ? -1 : (Math.max(this.#active, 0) + length - 1) % length);
        return length > 0;
      case 'Enter':
      case 'Tab':
        if (active !== undefined) {
          this.#accept(active);
        } else if (key === 'Enter') {
          this.#close();
          this.#parts.onLeave();
        }
        return active !== undefined || key === 'Enter';
      case 'Escape':
        return this.#escape();
      default:
        return false;
    }
  }

  /** Closes the suggestions; if they are closed, clears the query. */
  #escape(): boolean {
    if (this.#suggestions.length > 0) {
      this.#close();
      return true;
    }
    if (this.text !== '') {
      this.#set('');
      return true;
    }
    return false;
  }

  #activate(index: number): void {
    this.#active = index;
    this.#parts.onChange();
  }
}

function problemText(words: TableWords, { code, field, value }: QueryProblem): string {
  const problem = words.queryProblems[field === '' ? 'missingText' : code];
  return filled(problem, { 0: field, 1: value, 2: queryFields.join(', ') });
}

function optionId(index: number): string {
  return `query-suggestion-${index}`;
}
