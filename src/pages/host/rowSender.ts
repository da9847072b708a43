import type { Malformed, Session } from '../../core/kratos/session.ts';
import { eachInSteps, runInTurns } from '../../core/origins/steps.ts';
import type { SessionRow } from '../protocol/sessionRow.ts';
import { describeRow, type RowContext, type RowOwner } from './describeRow.ts';

type Item = Session | Malformed;

interface Sent {
  readonly item: Item;
  readonly owner: RowOwner;
  readonly isActive: boolean;
  /** When the row will say something else by itself: the expiry of an active session. */
  readonly until: number;
}

/** How many rows are described before the clock is read, and how many are sent in one message. */
const describedPerStep = 20;
const sentTogether = 250;

/** Sends the sessions of a list to a page as rows: each once, and again when it changed or expired. */
export class RowSender {
  readonly #post: (rows: readonly SessionRow[], gone: readonly string[]) => void;
  readonly #sent = new Map<string, Sent>();
  #lookup: RowContext['lookup'];

  constructor(post: (rows: readonly SessionRow[], gone: readonly string[]) => void) {
    this.#post = post;
  }

  /** Forgets what was sent, because the page was loaded again. */
  reset(): void {
    this.#sent.clear();
  }

  isActive(id: string): boolean {
    return this.#sent.get(id)?.isActive === true;
  }

  /** The next time at which a row expires, in milliseconds since the epoch; undefined where none will. */
  get nextExpiry(): number | undefined {
    let next = Number.POSITIVE_INFINITY;
    for (const { until } of this.#sent.values()) {
      next = Math.min(next, until);
    }
    return Number.isFinite(next) ? next : undefined;
  }

  /** Sends what differs from what was sent, in turns of the event loop. Rejects when `signal` aborts. */
  async send(
    items: readonly Item[],
    ownerOf: (item: Item) => RowOwner,
    context: RowContext,
    signal: AbortSignal,
  ): Promise<void> {
    const isOtherLookup = context.lookup !== this.#lookup;
    this.#lookup = context.lookup;
    const ids = new Set<string>();
    let rows: SessionRow[] = [];
    const flush = (gone: readonly string[]) => {
      if (rows.length + gone.length > 0) {
        this.#post(rows, gone);
        rows = [];
      }
    };
    try {
      await runInTurns(
        eachInSteps(items, describedPerStep, (item) => {
          ids.add(item.id);
          const sent = this.#sent.get(item.id);
          const owner = ownerOf(item);
          const isCurrent =
            !isOtherLookup &&
            sent?.item === item &&
            isSameOwner(sent.owner, owner) &&
            sent.until > context.now.getTime();
          if (!isCurrent) {
            const row = describeRow(item, owner, context);
            const until =
              row.state === 'active' ? (row.expiresAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
            this.#sent.set(item.id, { item, owner, until, isActive: row.state === 'active' });
            rows.push(row);
          }
          if (rows.length >= sentTogether) {
            flush([]);
          }
        }),
        signal,
      );
    } finally {
      flush([]);
    }
    const gone = [...this.#sent.keys()].filter((id) => !ids.has(id));
    for (const id of gone) {
      this.#sent.delete(id);
    }
    flush(gone);
  }
}

function isSameOwner(one: RowOwner, other: RowOwner): boolean {
  return one === other || (one.identity === other.identity && one.identityState === other.identityState);
}
