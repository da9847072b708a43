import type { ContainmentServer } from '../../../../src/core/containment/ports.ts';
import {
  type HttpRequest,
  type HttpResponse,
  TransportError,
  type WritePermit,
} from '../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { createKratosWrites } from '../../../../src/core/kratos/writes.ts';
import { adaId, wireIdentity, wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { errorBody } from '../kratos/clientUnderTest.ts';

export const permit = {} as WritePermit;

const began = Date.parse('2026-11-27T08:00:00Z');
const expiresAt = '2026-11-30T08:00:00Z';

/** One session as the server's database holds it. */
interface Row {
  readonly number: number;
  active: boolean;
}

/** A request that the server received. */
export interface Received {
  readonly method: string;
  readonly path: string;
  /** The sessions or identities that it changes. */
  readonly ids: readonly string[];
  /** Those that the server had changed before. */
  readonly repeated: readonly string[];
}

/** What a test does with one request: `act` lets the server carry it out. */
export type Interfere = (request: HttpRequest, act: () => HttpResponse) => Promise<HttpResponse>;

/** The admin API of one identity, in memory: what the recordings of containment show. */
export class ModelServer {
  readonly rows: Row[] = [];
  state = 'active';
  hasBulk = false;
  isLocked = false;
  interfere: Interfere = async (_request, act) => act();
  /** All writes, as they arrive. */
  readonly writes: Received[] = [];
  readonly #ended = new Set<string>();
  #logins = 0;

  constructor(sessions: number) {
    for (let count = 0; count < sessions; count += 1) {
      this.logIn();
    }
  }

  readonly api: ContainmentServer = (() => {
    const transport = { send: (request: HttpRequest) => this.#send(request) };
    return { ...createKratosClient(transport), ...createKratosWrites(transport) };
  })();

  logIn(): string {
    this.#logins += 1;
    const number = this.#logins;
    this.rows.unshift({ number, active: true });
    return uuid(number);
  }

  revoke(id: string): void {
    for (const row of this.rows.filter(({ number }) => uuid(number) === id)) {
      row.active = false;
    }
  }

  remove(id: string): void {
    const place = this.rows.findIndex(({ number }) => uuid(number) === id);
    if (place >= 0) {
      this.rows.splice(place, 1);
    }
  }

  /** Whether the session would be accepted, now or once its identity is enabled. */
  holdsActive(id: string): boolean {
    return this.rows.some(({ number, active }) => uuid(number) === id && active);
  }

  holds(id: string): boolean {
    return this.rows.some(({ number }) => uuid(number) === id);
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    if (request.method !== 'GET' && (request.permit !== permit || this.isLocked)) {
      throw new TransportError({ kind: 'locked' });
    }
    return this.interfere(request, () => this.#respond(request));
  }

  #respond(request: HttpRequest): HttpResponse {
    const { method, path, query = [] } = request;
    const [, , kind = '', id = '', ...rest] = path.split('/');
    const json = method === 'GET' ? undefined : request.json;
    const row = this.rows.find(({ number }) => uuid(number) === id);
    switch (`${method} ${kind}${id === '' ? '' : '/id'}${rest.length === 0 ? '' : `/${rest[0]}`}`) {
      case 'GET identities/id':
        return jsonResponse(200, wireIdentity({ state: this.state }));
      case 'GET identities/id/sessions': {
        const active = query.find(([name]) => name === 'active')?.[1];
        const rows = this.rows.filter((one) => active === undefined || one.active === (active === 'true'));
        const [page, perPage] = ['page', 'per_page'].map((part) => Number(query.find(([name]) => name === part)?.[1]));
        // The first page is the same for 0 and 1.
        const start = (Math.max(1, page ?? 1) - 1) * (perPage ?? 250);
        return jsonResponse(
          200,
          rows.slice(start, start + (perPage ?? 250)).map((one) => this.#session(one, true)),
          { 'x-total-count': String(rows.length) },
        );
      }
      case 'GET sessions/id':
        return row === undefined
          ? notFound
          : jsonResponse(
              200,
              this.#session(
                row,
                query.some(([, value]) => value === 'identity'),
              ),
            );
      case 'DELETE sessions/id':
        this.#receive(request, [id]);
        this.#end([id]);
        return row === undefined ? notFound : noContent;
      case 'POST sessions': {
        const { sessions } = json as { readonly sessions: readonly string[] };
        this.#receive(request, this.hasBulk ? sessions : []);
        if (!this.hasBulk) {
          return { status: 405, headers: {}, body: Buffer.from('Method Not Allowed\n') };
        }
        return jsonResponse(200, { processed: this.#end(sessions), more: false });
      }
      default:
        throw new Error(`The model has no ${method} ${path}.`);
    }
  }

  #receive({ method, path }: HttpRequest, ids: readonly string[]): void {
    this.writes.push({ method, path, ids, repeated: ids.filter((id) => this.#ended.has(id)) });
  }

  #end(ids: readonly string[]): number {
    const active = this.rows.filter(({ number, active }) => active && ids.includes(uuid(number)));
    for (const row of active) {
      row.active = false;
      this.#ended.add(uuid(row.number));
    }
    return active.length;
  }

  #session({ number, active }: Row, hasIdentity: boolean) {
    const at = new Date(began + number * 60_000).toISOString();
    return wireSession({
      id: uuid(number),
      active: active && (!hasIdentity || this.state === 'active'),
      issued_at: at,
      authenticated_at: at,
      expires_at: expiresAt,
      identity: hasIdentity ? wireIdentityInSession({ id: adaId, state: this.state }) : null,
    });
  }
}

export function jsonResponse(
  status: number,
  value: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: Buffer.from(JSON.stringify(value)),
  };
}

export function jsonError(code: number, reason: string): HttpResponse {
  return { status: code, headers: {}, body: Buffer.from(errorBody({ code, reason })) };
}

export const noContent: HttpResponse = { status: 204, headers: {}, body: Buffer.alloc(0) };

const notFound = jsonError(404, 'Unable to locate the resource');

/** Lets `act` decide about the writes alone, counted from 1. */
export function onWrites(act: (count: number, respond: Parameters<Interfere>[1]) => ReturnType<Interfere>): Interfere {
  let count = 0;
  return async (request, respond) => {
    if (request.method === 'GET') {
      return respond();
    }
    count += 1;
    return act(count, respond);
  };
}

/** Creates the error of a connection that ends before the response. */
export function lost(): TransportError {
  return new TransportError({ kind: 'connectionLost', origin: 'https://x', detail: 'reset' });
}
