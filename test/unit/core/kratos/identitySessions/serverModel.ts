import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
} from '../../../../../src/core/http/transport.ts';
import { uuid } from '../../../builders/sessionBuilder.ts';

/** What may happen to the list between two requests. `row` is a share of the list, 0 (front) to 1 (end). */
export type Change =
  | { readonly kind: 'logIn'; readonly count: number }
  | { readonly kind: 'delete'; readonly row: number }
  | { readonly kind: 'revoke'; readonly row: number }
  | { readonly kind: 'expire'; readonly row: number }
  | { readonly kind: 'extend'; readonly row: number }
  | { readonly kind: 'authenticateAgain'; readonly row: number }
  /** From here on the server counts pages from 0. */
  | { readonly kind: 'mend' };

export interface ModelOptions {
  readonly sessions: number;
  readonly countsFrom: 0 | 1;
  /** X-Total-Count: true, none, or what a gateway puts in its place. */
  readonly totals: boolean | 'pageLength' | 0 | 1;
  /** A gateway drops the Link header. */
  readonly dropsLinks: boolean;
  /** A gateway caches each response for this many further requests, which shows in `Age` or only in the old `Date`. */
  readonly cache: { readonly requests: number; readonly tells: 'age' | 'date' } | undefined;
  /** The most rows in one response, whatever is requested. */
  readonly clamp: number;
  /** created_at since v25.4, authenticated_at before. */
  readonly sortedBy: 'created' | 'authenticated';
  /** The changes before each response, in order. */
  readonly changes: readonly (readonly Change[])[];
}

const secondsPerRequest = 10;

interface Row {
  readonly id: string;
  revoked: boolean;
  expired: boolean;
  expiresAt: number;
  authenticatedAt: number;
}

/** Kratos' sessions endpoint for one identity, with planned changes (test/contract/ holds the facts). */
export class ServerModel implements Transport {
  /** Each request's path and query, in the order of the responses. */
  readonly asked: string[] = [];
  /** Every id that any response held. */
  readonly shown = new Set<string>();
  /** What the list held at every moment from the first response on, under the requested filter. */
  readonly moments: ReadonlySet<string>[] = [];
  /** Called before each response; may throw or wait. */
  beforeAnswer: (request: HttpRequest, number: number) => void | Promise<void> = () => undefined;
  readonly #options: ModelOptions;
  #rows: Row[] = [];
  /** The rows for each value of `active` since the last change. */
  readonly #lists = new Map<string | null, readonly Row[]>();
  #lastAdded: readonly Row[] | undefined;
  #countsFrom: 0 | 1;
  #clock = 0;
  readonly #kept = new Map<string, { readonly answer: HttpResponse; readonly number: number }>();

  constructor(options: Partial<ModelOptions> = {}) {
    this.#options = {
      sessions: 0,
      countsFrom: 1,
      totals: true,
      dropsLinks: false,
      cache: undefined,
      clamp: 1000,
      sortedBy: 'created',
      changes: [],
      ...options,
    };
    this.#countsFrom = this.#options.countsFrom;
    this.apply({ kind: 'logIn', count: this.#options.sessions });
    // Every third session is one of the inactive ones.
    for (const [index, row] of this.#rows.entries()) {
      row.revoked = index % 3 === 2;
    }
  }

  ids(active: string | null = null): string[] {
    return this.#listed(active).map(({ id }) => id);
  }

  /** This machine's clock, in milliseconds: for `performance.now` where responses are cached. */
  now(): number {
    return this.asked.length * secondsPerRequest * 1000;
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    await this.beforeAnswer(request, this.asked.length);
    if (request.signal?.aborted === true) {
      throw new TransportError({ kind: 'cancelled' });
    }
    const query = new URLSearchParams(request.query?.map(([name, value]): [string, string] => [name, value]));
    const active = query.get('active');
    for (const change of this.#options.changes[this.asked.length] ?? []) {
      this.apply(change);
      if (this.asked.length > 0) {
        this.#addMoment(active);
      }
    }
    const target = `${request.path}?${query}`;
    this.asked.push(target);
    const rows = this.#addMoment(active);
    return this.#keptAnswer(target) ?? this.#keep(target, this.#answer(request.path, query, rows));
  }

  async close(): Promise<void> {}

  #answer(path: string, query: URLSearchParams, rows: readonly Row[]): HttpResponse {
    const perPage = Math.min(Math.max(1, Number(query.get('per_page') ?? 250)), 1000, this.#options.clamp);
    const asked = Number(query.get('page') ?? 0);
    const page = Math.max(0, asked - this.#countsFrom);
    const slice = rows.slice(page * perPage, (page + 1) * perPage);
    for (const { id } of slice) {
      this.shown.add(id);
    }
    const { totals, dropsLinks } = this.#options;
    const identityId = path.split('/')[3];
    const counts = { true: rows.length, false: undefined, pageLength: slice.length, 0: 0, 1: 1 };
    const total = counts[`${totals}`];
    // The server computes it as if it counted pages from 0, and always has one for an empty list.
    const hasNext = rows.length === 0 || (asked + 1) * perPage < rows.length;
    // A client that followed it would never end.
    const next = `<${path}?page=1&page_size=${perPage}&page_token=eyJvZmZzZXQiOiIwIiwidiI6Mn0>; rel="next"`;
    return {
      status: 200,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(hasNext && !dropsLinks ? { link: next } : {}),
        ...(total === undefined ? {} : { 'x-total-count': String(total) }),
      },
      body: Buffer.from(`[${slice.map((row) => json(row, identityId)).join(',')}]\n`),
    };
  }

  /**
   * Adds the time of the server's clock, which is far from this machine's, and caches the response if there is a cache.
   */
  #keep(target: string, made: HttpResponse): HttpResponse {
    if (this.#options.cache === undefined) {
      return made;
    }
    const date = new Date(Date.UTC(2026, 0, 1) + this.now()).toUTCString();
    const answer = { ...made, headers: { ...made.headers, date }, timing: { sentAt: 0, milliseconds: 1 } };
    this.#kept.set(target, { answer, number: this.asked.length });
    return answer;
  }

  #keptAnswer(target: string): HttpResponse | undefined {
    const { cache } = this.#options;
    const kept = this.#kept.get(target);
    const requests = this.asked.length - (kept?.number ?? 0);
    if (cache === undefined || kept === undefined || requests > cache.requests) {
      return undefined;
    }
    const { answer } = kept;
    for (const { id } of JSON.parse(answer.body.toString())) {
      this.shown.add(id);
    }
    const age = { age: String(requests * secondsPerRequest) };
    return cache.tells === 'date' ? answer : { ...answer, headers: { ...answer.headers, ...age } };
  }

  apply(change: Change): void {
    this.#clock += 1;
    this.#lists.clear();
    switch (change.kind) {
      case 'logIn':
        for (let count = 0; count < change.count; count += 1) {
          this.#clock += 1;
          this.#rows.unshift({
            id: uuid(this.#clock),
            revoked: false,
            expired: false,
            expiresAt: this.#clock + 100_000,
            authenticatedAt: this.#clock,
          });
        }
        return;
      case 'mend':
        this.#countsFrom = 0;
        return;
    }
    const index = Math.min(Math.floor(change.row * this.#rows.length), this.#rows.length - 1);
    const row = this.#rows[index];
    if (row === undefined) {
      return;
    }
    switch (change.kind) {
      case 'delete':
        this.#rows.splice(index, 1);
        return;
      case 'revoke':
        row.revoked = true;
        return;
      case 'expire':
        row.expired = true;
        return;
      case 'extend':
        row.expired = false;
        row.expiresAt = this.#clock + 100_000;
        return;
      case 'authenticateAgain':
        row.authenticatedAt = this.#clock;
        if (this.#options.sortedBy === 'authenticated') {
          this.#rows.splice(index, 1);
          this.#rows.unshift(row);
        }
    }
  }

  /** Returns the rows of the list, and adds them to the moments unless they are those of the last request. */
  #addMoment(active: string | null): readonly Row[] {
    const rows = this.#listed(active);
    if (rows !== this.#lastAdded) {
      this.#lastAdded = rows;
      this.moments.push(new Set(rows.map(({ id }) => id)));
    }
    return rows;
  }

  #listed(active: string | null): readonly Row[] {
    let rows = this.#lists.get(active);
    if (rows === undefined) {
      rows = this.#rows.filter(
        ({ revoked, expired }) => active === null || (!revoked && !expired) === (active === 'true'),
      );
      this.#lists.set(active, rows);
    }
    return rows;
  }
}

function json({ id, revoked, expired, expiresAt, authenticatedAt }: Row, identityId = ''): string {
  const time = (clock: number) => new Date(Date.UTC(2026, 0, 1) + clock * 1000).toISOString();
  return `{"id":"${id}","active":${!revoked && !expired},"expires_at":"${time(expiresAt)}","authenticated_at":"${time(authenticatedAt)}","identity":{"id":"${identityId}","state":"active"},"devices":null}`;
}
