import type { IdentityFilter, KratosClient, SessionFilter } from '../../../src/core/kratos/createKratosClient.ts';
import { type Failure, KratosError } from '../../../src/core/kratos/failure.ts';
import type { Identity } from '../../../src/core/kratos/identity.ts';
import type { ListReader, ListStep } from '../../../src/core/kratos/listReader.ts';
import type { AddressMails } from '../../../src/core/kratos/mails.ts';
import type { Malformed, Session } from '../../../src/core/kratos/session.ts';

export const refused: Failure = { kind: 'refused', origin: 'http://127.0.0.1:4434', detail: 'ECONNREFUSED' };

/** A server with the data of a test. Records the requests, and fails all of them while `failure` is set. */
export class FakeKratos implements KratosClient {
  readonly identitiesHeld: (Identity | Malformed)[] = [];
  readonly sessionsHeld = new Map<string, readonly (Session | Malformed)[]>();
  readonly requests: string[] = [];
  failure: Failure | undefined;
  /** Each response with a page waits for this; undefined: none waits. */
  answersAfter: (() => Promise<unknown>) | undefined;
  /** Called before a page is returned. */
  afterAnswer: (() => void) | undefined;

  identities(filter: IdentityFilter, pageSize: number): ListReader<Identity | Malformed> {
    const prefix = filter.by === 'identifierPrefix' ? filter.prefix : '';
    return this.#reader(`identities ${prefix}`.trim(), pageSize, false, () =>
      this.identitiesHeld.filter(
        (one) => one.kind === 'malformed' || one.identifiers.some((id) => id.startsWith(prefix)) || prefix === '',
      ),
    );
  }

  identitySessions(identityId: string, filter: SessionFilter, pageSize: number): ListReader<Session | Malformed> {
    return this.#reader(`${filter} sessions`, pageSize, true, () =>
      (this.sessionsHeld.get(identityId) ?? []).filter(
        (one) => filter === 'all' || one.kind === 'malformed' || one.active === (filter === 'active'),
      ),
    );
  }

  async identity(id: string): Promise<Identity> {
    this.#ask(`identity ${id}`);
    const identity = this.identitiesHeld.find((one) => one.id === id);
    if (identity?.kind !== 'identity') {
      throw new KratosError({ kind: 'notFound', resource: 'identity', id });
    }
    return identity;
  }

  async session(id: string): Promise<Session> {
    this.#ask(`session ${id}`);
    const session = [...this.sessionsHeld.values()].flat().find((one) => one.id === id);
    if (session?.kind !== 'session') {
      throw new KratosError({ kind: 'notFound', resource: 'session', id });
    }
    return session;
  }

  identityByExternalId(): Promise<Identity> {
    throw new Error('not part of this test');
  }
  /** The mails to each address. */
  readonly mailsHeld = new Map<string, AddressMails['mails']>();

  async mails(address: string): Promise<AddressMails> {
    this.#ask(`mails ${address}`);
    return { mails: this.mailsHeld.get(address) ?? [], hasOlder: false, malformed: 0 };
  }
  sessions(): ListReader<Session | Malformed> {
    throw new Error('not part of this test');
  }
  ready(): Promise<void> {
    throw new Error('not part of this test');
  }
  async version(): Promise<string> {
    this.#ask('version');
    return 'v26.2.0';
  }

  #ask(request: string): void {
    this.requests.push(request);
    if (this.failure !== undefined) {
      throw new KratosError(this.failure);
    }
  }

  #reader<T>(what: string, pageSize: number, counts: boolean, held: () => readonly T[]): ListReader<T> {
    let read = 0;
    const next = async (): Promise<ListStep<T>> => {
      this.#ask(`${what} ${read}`);
      await this.answersAfter?.();
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
      async *rest() {
        let step: ListStep<T>;
        do {
          step = await next();
          yield step;
        } while (step.end.kind === 'more');
      },
    };
  }
}
