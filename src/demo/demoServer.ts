import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { failure } from './answer.ts';
import type { Quirks, Server } from './api/handler.ts';
import { answerTo } from './api/router.ts';
import { DemoData } from './data/demoData.ts';
import type { PersonName } from './data/people.ts';
import { Faults } from './faults.ts';
import { type ProfileName, profiles } from './profile.ts';
import { fail, write } from './respond.ts';
import { hour } from './time.ts';

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
  // No two readings are equal: Kratos' clock is finer than the milliseconds of this one.
  let latest = 0;
  const now = (): number => {
    latest = Math.max(latest + 1, (Date.now() + ahead) * 1000);
    return latest;
  };
  const data = new DemoData({
    seed: options.seed ?? 1,
    identities: options.identities ?? 2000,
    now: now(),
    clock: now,
  });
  const server: Server = {
    profile: profiles[options.profile ?? 'v26.2.0'],
    data,
    quirks: { countsPagesFrom: 1, totalCount: true, earliestPossibleExtend: hour, ...options.quirks },
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
