import { onTestFinished } from 'vitest';
import { Directory } from '../../../../src/core/directory/directory.ts';
import type { HttpRequest, HttpResponse } from '../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../src/core/kratos/createKratosClient.ts';
import { wireIdentityInSession } from '../../builders/identityBuilder.ts';
import { uuid, wireDevice, wireSession } from '../../builders/sessionBuilder.ts';

/** 21 November 2026, 14:00 UTC. Session n begins n minutes later. */
export const began = Date.UTC(2026, 10, 21, 14);

export interface SentSession {
  /** Tells sessions apart, and says when each began. */
  readonly number: number;
  readonly identity?: number;
  readonly device?: Readonly<Record<string, unknown>>;
  readonly over?: Readonly<Record<string, unknown>>;
}

/** A server whose GET /admin/sessions lists `sessions` in their order, and pages by the last id as Kratos does. */
export class RecentServer {
  sessions: SentSession[];
  readonly requests: string[] = [];
  readonly priorities: (string | undefined)[] = [];
  /** Called before each response; what it returns is sent instead. */
  respond: (request: HttpRequest) => Promise<Partial<HttpResponse> | undefined> = async () => undefined;
  /** A page holds no more than this. */
  mostInPage = 1000;

  constructor(count: number) {
    this.sessions = Array.from({ length: count }, (_, index) => ({ number: count - index }));
  }

  open(): Directory {
    const client = createKratosClient({ send: (request) => this.#send(request) });
    const directory = new Directory(async () => client, { pageSize: () => 10 });
    onTestFinished(() => directory.dispose());
    return directory;
  }

  async #send(request: HttpRequest): Promise<HttpResponse> {
    const query = new Map(request.query ?? []);
    this.requests.push(`${request.path} ${query.get('page_size')} ${query.get('page_token') ?? ''}`.trim());
    this.priorities.push(request.priority);
    const other = await this.respond(request);
    const token = query.get('page_token');
    // The number of the last session of the page before, as a key: sessions may come and go.
    const from = token === undefined ? 0 : this.sessions.findIndex(({ number }) => number < Number(token));
    const size = Math.min(Number(query.get('page_size')), this.mostInPage);
    const page = from < 0 ? [] : this.sessions.slice(from, from + size);
    const hasMore = from >= 0 && from + size < this.sessions.length;
    const next = hasMore ? `,</admin/sessions?page_token=${page.at(-1)?.number}>; rel="next"` : '';
    return {
      status: 200,
      headers: { link: `</admin/sessions?page_token=0>; rel="first"${next}` },
      body: Buffer.from(JSON.stringify(page.map(wire))),
      ...other,
    };
  }
}

function wire({ number, identity = number, device = {}, over = {} }: SentSession): unknown {
  const at = new Date(began + number * 60_000).toISOString();
  return wireSession({
    id: uuid(number),
    issued_at: at,
    authenticated_at: at,
    expires_at: '2099-01-01T00:00:00Z',
    identity: wireIdentityInSession({ id: uuid(1_000_000 + identity) }),
    devices: [wireDevice(device)],
    ...over,
  });
}
