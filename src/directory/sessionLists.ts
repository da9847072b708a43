import type { SessionFilter } from '../kratos/client.ts';
import type { ListReader } from '../kratos/listReader.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { createPagedList, type OwnedPagedList } from './createPagedList.ts';
import type { ItemsChange } from './itemRows.ts';

type SessionList = OwnedPagedList<Session | Malformed>;

export interface SessionListsOptions {
  /** A reader at the beginning of `list`, for each reading from the start. */
  readonly read: (identityId: string, filter: SessionFilter, list: SessionList) => ListReader<Session | Malformed>;
  /** After each change of a list; `isCurrent` is false for one whose filter is no longer the identity's. */
  readonly onChange: (identityId: string, change: ItemsChange<Session | Malformed>, isCurrent: boolean) => void;
}

/** One list for each identity whose sessions somebody looks at, under that identity's own filter. */
export class SessionLists {
  readonly #options: SessionListsOptions;
  readonly #filters = new Map<string, SessionFilter>();
  readonly #lists = new Map<string, SessionList>();

  constructor(options: SessionListsOptions) {
    this.#options = options;
  }

  /** Made at the first asking; the same object until the filter changes. */
  of(identityId: string): SessionList {
    const known = this.#lists.get(identityId);
    if (known !== undefined) {
      return known;
    }
    const filter = this.filter(identityId);
    const list: SessionList = createPagedList({
      read: () => this.#options.read(identityId, filter, list),
      onChange: (change) => this.#options.onChange(identityId, change, this.#lists.get(identityId) === list),
    });
    this.#lists.set(identityId, list);
    return list;
  }

  filter(identityId: string): SessionFilter {
    return this.#filters.get(identityId) ?? 'all';
  }

  /** Leaves the list of the old filter; false when it was this one already. */
  setFilter(identityId: string, filter: SessionFilter): boolean {
    if (filter === this.filter(identityId)) {
      return false;
    }
    const old = this.#lists.get(identityId);
    this.#filters.set(identityId, filter);
    this.#lists.delete(identityId);
    old?.cancel();
    return true;
  }

  /** The identity whose list shows this session. */
  holder(sessionId: string): string | undefined {
    for (const [identityId, list] of this.#lists) {
      if (list.has(sessionId)) {
        return identityId;
      }
    }
    return undefined;
  }

  replace(identityId: string | undefined, session: Session): void {
    if (identityId !== undefined) {
      this.#lists.get(identityId)?.replaceItem(session);
    }
  }

  drop(identityId: string | undefined, sessionId: string): void {
    if (identityId !== undefined) {
      this.#lists.get(identityId)?.dropItem(sessionId);
    }
  }

  cancel(): void {
    for (const list of this.#lists.values()) {
      list.cancel();
    }
  }
}
