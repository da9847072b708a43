import type { IdentityFilter } from '../kratos/createKratosClient.ts';
import type { Identity } from '../kratos/identity.ts';
import type { ListReader } from '../kratos/listReader.ts';
import type { Malformed } from '../kratos/session.ts';
import { PagedList, type PagedListChange } from './pagedList.ts';

export interface IdentityListsOptions {
  /** Returns a reader at the beginning of the list of this filter, for each reading from the start. */
  readonly read: (filter: IdentityFilter) => ListReader<Identity | Malformed>;
  /** Called after each change of a list; `isCurrent` is false for the list of an earlier filter. */
  readonly onChange: (change: PagedListChange<Identity | Malformed>, isCurrent: boolean) => void;
}

/** The list of identities under the current filter, and the identities that look-ups found. */
export class IdentityLists {
  readonly #options: IdentityListsOptions;
  #filter: string | undefined;
  #list: PagedList<Identity | Malformed>;
  #found: readonly Identity[] = [];

  constructor(options: IdentityListsOptions) {
    this.#options = options;
    this.#list = this.#listOf(undefined);
  }

  get current(): PagedList<Identity | Malformed> {
    return this.#list;
  }

  get filter(): string | undefined {
    return this.#filter;
  }

  /** A new array after each change. */
  get found(): readonly Identity[] {
    return this.#found;
  }

  /** Replaces the list by that of another filter; returns false if the filter is the same. */
  setFilter(prefix: string | undefined): boolean {
    if (prefix === this.#filter) {
      return false;
    }
    const old = this.#list;
    this.#filter = prefix;
    this.#list = this.#listOf(prefix);
    old.cancel();
    return true;
  }

  pin(identity: Identity): void {
    const place = this.#found.findIndex(({ id }) => id === identity.id);
    this.#found = place < 0 ? [...this.#found, identity] : this.#found.with(place, identity);
  }

  /** Returns false if it was not among the found ones. */
  unpin(identityId: string): boolean {
    const found = this.#found.filter(({ id }) => id !== identityId);
    const was = found.length < this.#found.length;
    this.#found = was ? found : this.#found;
    return was;
  }

  /** Replaces each found identity by what `known` returns for it. */
  freshenFound(known: (identityId: string) => Identity | undefined): void {
    if (this.#found.some((identity) => (known(identity.id) ?? identity) !== identity)) {
      this.#found = this.#found.map((identity) => known(identity.id) ?? identity);
    }
  }

  #listOf(prefix: string | undefined): PagedList<Identity | Malformed> {
    const filter: IdentityFilter = prefix === undefined ? { by: 'all' } : { by: 'identifierPrefix', prefix };
    const list: PagedList<Identity | Malformed> = new PagedList({
      read: () => this.#options.read(filter),
      onChange: (change) => this.#options.onChange(change, this.#list === list),
    });
    return list;
  }
}
