import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DemoBackend, Quirks } from './api/handler.ts';
import { respondTo } from './api/router.ts';
import { DemoData } from './data/demoData.ts';
import type { PersonName } from './data/people.ts';
import { Faults } from './faults.ts';
import { type ProfileName, profiles } from './profile.ts';
import { fail, write } from './respond.ts';
import { failure } from './responses.ts';
import { hour } from './time.ts';

export interface DemoServerOptions {
  /** 0, the default, lets the system choose. */
  readonly port?: number;
  readonly profile?: ProfileName;
  /** The number of identities, 2,000 by default. Includes the well-known ones unless it is 0. */
  readonly identities?: number;
  readonly seed?: number;
  /** The time at which the server's clock starts; by default the real time. */
  readonly now?: Date;
  readonly quirks?: Partial<Quirks>;
}

interface DemoRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
}

export interface DemoServer {
  /** "http://127.0.0.1:4434", without a trailing slash. */
  readonly url: string;
  /** The ids of the well-known people of data/people.ts. */
  readonly people: Readonly<Record<PersonName, string>>;
  readonly data: DemoData;
  readonly faults: Faults;
  /** The newest requests, in the order of their arrival. */
  readonly requests: DemoRequest[];
  /** Runs before each response, for instance to sign in a user between two pages. */
  beforeAnswer: ((request: DemoRequest) => void | Promise<void>) | undefined;
  /** Closes every connection, including those with a pending request. */
  close(): Promise<void>;
}

const rememberedRequests = 10_000;
const maxBody = 5 * 1024 * 1024;
/** As in Go. Node's default of 16 KiB is too small for 500 ids in a query. */
const goHeaderLimit = 1024 * 1024;

/**
 * Starts an admin API with invented data on 127.0.0.1 that responds like the profile's server. Rejects with Node's
 * error if it cannot listen.
 */
export async function startDemoServer(options: DemoServerOptions = {}): Promise<DemoServer> {
  const ahead = (options.now?.getTime() ?? Date.now()) - Date.now();
  // Strictly increasing: Kratos' clock has microseconds, Date.now() has not.
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
  const server: DemoBackend = {
    profile: profiles[options.profile ?? 'v26.2.0'],
    data,
    quirks: {
      countsPagesFrom: 1,
      totalCount: true,
      earliestPossibleExtend: hour,
      fasterSessionExtend: false,
      recoveryMethods: ['code', 'link'],
      ...options.quirks,
    },
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
  server: DemoBackend,
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
    write(response, request, await respondTo({ ...call, body, requestId }, server));
  } else {
    await fail(failing, response, request, () => respondTo({ ...call, body, requestId }, server));
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
