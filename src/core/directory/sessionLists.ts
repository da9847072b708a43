import type { SessionFilter } from '../kratos/createKratosClient.ts';
import type { ListReader, ListStep } from '../kratos/listReader.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { PagedList, type PagedListChange } from './pagedList.ts';

type SessionList = PagedList<Session | Malformed>;

export interface SessionListsOptions {
  /** Returns a reader at the beginning of `list`, for each reading from the start. */
  readonly read: (identityId: string, filter: SessionFilter, list: SessionList) => ListReader<Session | Malformed>;
  /**
   * Called after each change of a list or of the found sessions; `isCurrent` is false for the list of an earlier
   * filter.
   */
  readonly onChange: (identityId: string, change: PagedListChange<Session | Malformed>, isCurrent: boolean) => void;
}

/** Rows beside the list came or went. */
const foundOthers: PagedListChange<never> = { read: [], gone: [], rows: 'all', edges: false };

/**
 * The list of each identity whose sessions were opened, under that identity's filter, and the sessions that look-ups
 * found.
 */
export class SessionLists {
  readonly #options: SessionListsOptions;
  readonly #filters = new Map<string, SessionFilter>();
  readonly #lists = new Map<string, SessionList>();
  /** The ids of the sessions that look-ups found, by identity, in the order they were found. */
  readonly #found = new Map<string, Set<string>>();

  constructor(options: SessionListsOptions) {
    this.#options = options;
  }

  /** Returns the list, created by the first call; the same object until the filter changes. */
  of(identityId: string): SessionList {
    const known = this.#lists.get(identityId);
    if (known !== undefined) {
      return known;
    }
    const filter = this.filter(identityId);
    let readAt: Date | undefined;
    const list: SessionList = new PagedList({
      read: () => this.#options.read(identityId, filter, list),
      onChange: (change) => {
        const isCurrent = this.#lists.get(identityId) === list;
        // Not by what was read: a response may be empty.
        const isResponse = list.state.readAt !== readAt;
        readAt = list.state.readAt;
        const settled = isCurrent && isResponse ? this.#settleFound(identityId, list, change) : change;
        this.#options.onChange(identityId, settled, isCurrent);
      },
    });
    this.#lists.set(identityId, list);
    return list;
  }

  peek(identityId: string): SessionList | undefined {
    return this.#lists.get(identityId);
  }

  /** Returns every list that was created, each under its identity's filter. */
  all(): readonly SessionList[] {
    return [...this.#lists.values()];
  }

  markOutdated(except: ReadonlySet<string>): void {
    for (const [identityId, list] of this.#lists) {
      if (!except.has(identityId)) {
        list.markOutdated();
      }
    }
  }

  filter(identityId: string): SessionFilter {
    return this.#filters.get(identityId) ?? 'all';
  }

  /** Drops the list of the old filter and what was found under it; returns false if the filter is the same. */
  setFilter(identityId: string, filter: SessionFilter): boolean {
    if (filter === this.filter(identityId)) {
      return false;
    }
    const old = this.#lists.get(identityId);
    this.#filters.set(identityId, filter);
    this.#lists.delete(identityId);
    this.#found.delete(identityId);
    old?.cancel();
    return true;
  }

  /** Returns the ids of the found sessions that the identity's list does not hold (yet). */
  found(identityId: string): readonly string[] {
    return [...(this.#found.get(identityId) ?? [])].filter((id) => this.isFound(identityId, id));
  }

  isFound(identityId: string, sessionId: string): boolean {
    return this.#found.get(identityId)?.has(sessionId) === true && !this.#lists.get(identityId)?.has(sessionId);
  }

  /** Returns the ids of the sessions that the lists hold, and of the found ones. Malformed items are among them. */
  loaded(): readonly { readonly identityId: string; readonly sessionId: string }[] {
    return [...new Set([...this.#lists.keys(), ...this.#found.keys()])].flatMap((identityId) =>
      [...this.found(identityId), ...(this.#lists.get(identityId)?.state.items ?? []).map(({ id }) => id)].map(
        (sessionId) => ({ identityId, sessionId }),
      ),
    );
  }

  pinFound(identityId: string, sessionId: string): void {
    this.#found.set(identityId, (this.#found.get(identityId) ?? new Set()).add(sessionId));
    this.#options.onChange(identityId, foundOthers, true);
  }

  clearFound(identityId: string): void {
    this.#found.delete(identityId);
  }

  /** Returns the identity whose list holds this session, or for which it was found. */
  holder(sessionId: string): string | undefined {
    const holds = ([, ids]: readonly [string, Pick<SessionList, 'has'>]) => ids.has(sessionId);
    return [...this.#lists, ...this.#found].find(holds)?.[0];
  }

  replace(identityId: string | undefined, session: Session): void {
    if (identityId !== undefined) {
      this.#lists.get(identityId)?.replaceItem(session);
    }
  }

  drop(identityId: string | undefined, sessionId: string): void {
    if (identityId !== undefined) {
      const wasFound = this.#found.get(identityId)?.delete(sessionId);
      const wasListed = this.#lists.get(identityId)?.dropItem(sessionId);
      if (wasFound && !wasListed) {
        this.#options.onChange(identityId, foundOthers, true);
      }
    }
  }

  cancel(): void {
    for (const list of this.all()) {
      list.cancel();
    }
  }

  /**
   * Keeps a found session that a page no longer holds as long as the list goes on: it may be further down. Removes it
   * once a complete list of all sessions does not hold it.
   */
  #settleFound(
    identityId: string,
    list: SessionList,
    change: PagedListChange<Session | Malformed>,
  ): PagedListChange<Session | Malformed> {
    const { gone } = change;
    const found = this.#found.get(identityId) ?? new Set();
    if (found.size === 0) {
      return change;
    }
    if (list.state.end.kind !== 'complete' || this.filter(identityId) !== 'all') {
      return { ...change, gone: gone.filter(({ id }) => !found.has(id)), rows: 'all' };
    }
    const lost = [...found].filter((id) => !list.has(id));
    for (const id of lost) {
      found.delete(id);
    }
    const ids = new Set([...gone.map(({ id }) => id), ...lost]);
    return { ...change, gone: [...ids].map((id) => ({ id })), rows: 'all' };
  }
}

/**
 * Returns a reader that passes on an empty list only after `check` has passed. When the check fails, the empty step is
 * kept, and the next call repeats the check alone.
 */
export function checkedReader<T>(reader: ListReader<T>, check: (signal?: AbortSignal) => Promise<void>): ListReader<T> {
  let unchecked: ListStep<T> | undefined;
  let begun = false;

  async function checked(step: ListStep<T>, signal: AbortSignal | undefined): Promise<ListStep<T>> {
    if (!begun && step.items.length === 0) {
      unchecked = step;
      await check(signal);
      unchecked = undefined;
    }
    begun = true;
    return step;
  }

  return {
    async next(signal) {
      return await checked(unchecked ?? (await reader.next(signal)), signal);
    },
    async *rest(signal) {
      if (unchecked !== undefined) {
        const step = await checked(unchecked, signal);
        yield step;
        if (step.end.kind !== 'more') {
          return;
        }
      }
      for await (const step of reader.rest(signal)) {
        yield await checked(step, signal);
      }
    },
  };
}
