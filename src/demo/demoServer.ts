import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, failure } from './answer.ts';
import type { Quirks, Server } from './api/handler.ts';
import { answerTo } from './api/router.ts';
import { DemoData } from './data/demoData.ts';
import type { PersonName } from './data/people.ts';
import { type Failing, Faults } from './faults.ts';
import { type ProfileName, profiles } from './profile.ts';

export interface DemoServerOptions {
  /** 0, and the default, lets the system choose. */
  readonly port?: number;
  readonly profile?: ProfileName;
  /** How many people, 2,000 unless told. The well-known ones are always there, but for 0: then there is nobody. */
  readonly identities?: number;
  readonly seed?: number;
  /** What the server takes for the present; its clock goes on from there. The real time unless told. */
  readonly now?: Date;
  readonly quirks?: Partial<Quirks>;
}

export interface DemoRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

export interface DemoServer {
  /** "http://127.0.0.1:4434", without a slash at its end. */
  readonly url: string;
  /** The ids of the people that are there for a purpose; see data/people.ts. */
  readonly people: Readonly<Record<PersonName, string>>;
  /** What the server knows. Changes count from the next request on. */
  readonly data: DemoData;
  /** What is to go wrong. */
  readonly faults: Faults;
  /** The newest requests, the oldest of them first. */
  readonly requests: DemoRequest[];
  /** Runs before each request is answered, for instance to sign somebody in between two pages. */
  beforeAnswer: ((request: DemoRequest) => void | Promise<void>) | undefined;
  /** Ends every connection, also those that wait for an answer. */
  close(): Promise<void>;
}

const rememberedRequests = 10_000;
const maxBody = 5 * 1024 * 1024;
/** Go takes 1 MiB, Node 16 KiB: 500 ids in a query are more than that. */
const goHeaderLimit = 1024 * 1024;

/**
 * Starts an admin API with invented data on 127.0.0.1. Fails with Node's own error when it cannot listen (the port is
 * taken). It answers as the profile's server does; what is made of the data is made at the first asking, in slices.
 */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const ahead = (options.now?.getTime() ?? Date.now()) - Date.now();
  const now = (): number => (Date.now() + ahead) * 1000;
  const data = new DemoData({
    seed: options.seed ?? 1,
    identities: options.identities ?? 2000,
    now: now(),
    clock: now,
  });
  const server: Server = {
    profile: profiles[options.profile ?? 'v26.2.0'],
    data,
    quirks: { countsPagesFrom: 1, totalCount: true, ...options.quirks },
    now,
  };
  const faults = new Faults();
  const http = createServer({ maxHeaderSize: goHeaderLimit }, (request, response) => {
    serve(request, response, server, demo).catch((error: unknown) => {
      write(response, request, failure(500, 'Internal Server Error', { message: String(error) }));
    });
  });

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject);
    http.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = http.address() as AddressInfo;
  const demo: DemoServer = {
    url: `http://127.0.0.1:${port}`,
    people: data.people,
    data,
    faults,
    requests: [],
    beforeAnswer: undefined,
    close: () =>
      new Promise((resolve) => {
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
  return demo;
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  server: Server,
  demo: DemoServer,
): Promise<void> {
  const call = { method: request.method ?? 'GET', target: request.url ?? '/' };
  demo.requests.push(call);
  if (demo.requests.length > rememberedRequests) {
    demo.requests.shift();
  }
  const body = await read(request);
  const requestId = request.headers['x-request-id']?.toString();
  await demo.beforeAnswer?.(call);
  const failing = demo.faults.take(`${call.method} ${call.target}`);
  if (failing === undefined) {
    write(response, request, await answerTo({ ...call, body, requestId }, server));
  } else {
    await fail(failing, response, request, () => answerTo({ ...call, body, requestId }, server));
  }
}

async function read(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= maxBody) {
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
}

function write(response: ServerResponse, request: IncomingMessage, answer: Answer): void {
  if (answer.kind === 'dropped' || response.headersSent) {
    request.socket.destroy();
    return;
  }
  const body = Buffer.from(answer.body);
  const length = answer.status === 204 ? {} : { 'Content-Length': body.length };
  response.writeHead(answer.status, { ...answer.headers, ...length });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function fail(
  failing: Failing,
  response: ServerResponse,
  request: IncomingMessage,
  rightAnswer: () => Promise<Answer>,
): Promise<void> {
  switch (failing.kind) {
    case 'status': {
      const { status, message = 'The demo was told to fail.', retryAfter } = failing;
      const answer = failure(status, STATUS_CODES[status] ?? '', { message });
      const wait = retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) };
      write(
        response,
        request,
        answer.kind === 'answer' ? { ...answer, headers: { ...answer.headers, ...wait } } : answer,
      );
      return;
    }
    case 'html': {
      const body = `<!doctype html>\n<html><head><title>${failing.title}</title></head><body></body></html>\n`;
      response.writeHead(failing.status, { 'Content-Type': 'text/html; charset=utf-8' }).end(body);
      return;
    }
    case 'body':
      response.writeHead(failing.status, { 'Content-Type': failing.contentType }).end(failing.body);
      return;
    case 'hang':
      return;
    case 'reset':
      request.socket.destroy();
      return;
    case 'truncate': {
      const answer = await rightAnswer();
      if (answer.kind === 'answer') {
        const body = Buffer.from(answer.body);
        response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
        response.write(body.subarray(0, Math.trunc(body.length / 2)), () => request.socket.destroy());
      }
      return;
    }
    case 'delay': {
      await new Promise((resolve) => setTimeout(resolve, failing.millis));
      write(response, request, await rightAnswer());
      return;
    }
  }
}
