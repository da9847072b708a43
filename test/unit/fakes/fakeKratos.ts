import { Directory } from '../../../src/core/directory/directory.ts';
import type { IdentityFilter, KratosClient, SessionFilter } from '../../../src/core/kratos/createKratosClient.ts';
import { type Failure, KratosError } from '../../../src/core/kratos/failure.ts';
import type { Identity } from '../../../src/core/kratos/identity.ts';
import type { ListReader, ListStep } from '../../../src/core/kratos/listReader.ts';
import type { AddressMails } from '../../../src/core/kratos/mails.ts';
import type { Malformed, Session } from '../../../src/core/kratos/session.ts';
import type { FakeWaits } from './fakeWaits.ts';

export const refused: Failure = { kind: 'refused', origin: 'http://127.0.0.1:4434', detail: 'ECONNREFUSED' };

/** A server with the data of a test. Records the requests, and fails all of them while `failure` is set. */
export class FakeKratos implements KratosClient {
  readonly identitiesHeld: (Identity | Malformed)[] = [];
  readonly sessionsHeld = new Map<string, readonly (Session | Malformed)[]>();
  /** The mails to each address. */
  readonly mailsHeld = new Map<string, AddressMails['mails']>();
  readonly requests: string[] = [];
  /** The signals of the requests that can be aborted. */
  readonly signals: AbortSignal[] = [];
  failure: Failure | undefined;
  /** What single requests fail with, by their text in `requests`. */
  readonly failures = new Map<string, Failure | Error>();
  /** Each response waits for this; undefined: none waits. */
  answersAfter: (() => Promise<unknown>) | undefined;
  /** Called before a page is returned. */
  afterAnswer: (() => void) | undefined;

  /** Creates a directory of this server. */
  open({ pageSize = 100, waits }: { pageSize?: number; waits?: FakeWaits } = {}): Directory {
    return new Directory(async () => this, { pageSize: () => pageSize, waits });
  }

  /** Adds items after the others, each in the place of the one with its id. */
  put(...items: readonly (Identity | Session)[]): void {
    for (const item of items) {
      if (item.kind === 'identity') {
        const place = this.identitiesHeld.findIndex(({ id }) => id === item.id);
        this.identitiesHeld.splice(place < 0 ? this.identitiesHeld.length : place, 1, item);
      } else {
        const owner = item.identityId ?? '';
        const others = (this.sessionsHeld.get(owner) ?? []).filter(({ id }) => id !== item.id);
        this.sessionsHeld.set(owner, [...others, item]);
      }
    }
  }

  identities(filter: IdentityFilter, pageSize: number): ListReader<Identity | Malformed> {
    return this.#reader(`identities ${filterText(filter)}`.trim(), pageSize, false, () =>
      this.identitiesHeld.filter((one) => one.kind === 'malformed' || matches(one, filter)),
    );
  }

  identitySessions(identityId: string, filter: SessionFilter, pageSize: number): ListReader<Session | Malformed> {
    return this.#reader(`${filter} sessions`, pageSize, true, () =>
      (this.sessionsHeld.get(identityId) ?? []).filter(
        (one) => filter === 'all' || one.kind === 'malformed' || one.active === (filter === 'active'),
      ),
    );
  }

  async identity(id: string, signal?: AbortSignal): Promise<Identity> {
    await this.#respond(`identity ${id}`, signal);
    return this.#identity((one) => one.id === id) ?? notFound('identity', id);
  }

  async identityByExternalId(id: string, signal?: AbortSignal): Promise<Identity> {
    await this.#respond(`external ${id}`, signal);
    return this.#identity((one) => one.externalId === id) ?? notFound('externalId', id);
  }

  async session(id: string, signal?: AbortSignal): Promise<Session> {
    await this.#respond(`session ${id}`, signal);
    const session = [...this.sessionsHeld.values()].flat().find((one) => one.id === id);
    return session?.kind === 'session' ? session : notFound('session', id);
  }

  async mails(address: string, _limit: number, signal?: AbortSignal): Promise<AddressMails> {
    await this.#respond(`mails ${address}`, signal);
    return { mails: this.mailsHeld.get(address) ?? [], hasOlder: false, malformed: 0 };
  }

  sessions(): ListReader<Session | Malformed> {
    throw new Error('not part of this test');
  }

  ready(): Promise<void> {
    throw new Error('not part of this test');
  }

  async version(signal?: AbortSignal): Promise<string> {
    await this.#respond('version', signal);
    return 'v26.2.0';
  }

  #identity(isWanted: (identity: Identity) => boolean): Identity | undefined {
    return this.identitiesHeld.filter((one) => one.kind === 'identity').find(isWanted);
  }

  async #respond(request: string, signal: AbortSignal | undefined): Promise<void> {
    this.requests.push(request);
    if (signal !== undefined) {
      this.signals.push(signal);
    }
    const failure = this.failures.get(request) ?? this.failure;
    if (failure !== undefined) {
      throw failure instanceof Error ? failure : new KratosError(failure);
    }
    await this.answersAfter?.();
  }

  #reader<T>(what: string, pageSize: number, counts: boolean, held: () => readonly T[]): ListReader<T> {
    let read = 0;
    const next = async (signal?: AbortSignal): Promise<ListStep<T>> => {
      await this.#respond(`${what} ${read}`, signal);
      const all = held();
      const items = all.slice(read, read + pageSize);
      read += items.length;
      this.afterAnswer?.();
      return {
        change: 'append',
        items,
        total: counts ? all.length : undefined,
        end: read < all.length ? { kind: 'more' } : { kind: 'complete', by: counts ? 'count' : 'onlyPage' },
      };
    };
    return {
      next,
      async *rest(signal) {
        let step: ListStep<T>;
        do {
          step = await next(signal);
          yield step;
        } while (step.end.kind === 'more');
      },
    };
  }
}

/** Returns a prefix as it is, and an exact identifier in quotes. */
function filterText(filter: IdentityFilter): string {
  switch (filter.by) {
    case 'all':
      return '';
    case 'identifierPrefix':
      return filter.prefix;
    case 'identifier':
      return `"${filter.identifier}"`;
  }
}

/** Finds an exact identifier in any case, as Kratos does. */
function matches({ identifiers }: Identity, filter: IdentityFilter): boolean {
  switch (filter.by) {
    case 'all':
      return true;
    case 'identifierPrefix':
      return identifiers.some((identifier) => identifier.startsWith(filter.prefix));
    case 'identifier':
      return identifiers.includes(filter.identifier.toLowerCase());
  }
}

function notFound(resource: 'session' | 'identity' | 'externalId', id: string): never {
  throw new KratosError({ kind: 'notFound', resource, id });
}
