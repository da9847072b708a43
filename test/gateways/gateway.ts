import { request as ask, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http';

export interface SeenRequest {
  readonly method: string;
  /** Path and query, as the client sent them. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A server in front of another one, on this machine alone. */
export interface Gateway {
  /** Without a slash at its end. */
  readonly url: string;
  /** What clients asked, the oldest first, whether or not it was let through. */
  readonly requests: readonly SeenRequest[];
  /** How many connections clients hold open now. */
  open(): number;
  /** Ends every connection, also those that wait for an answer. */
  close(): Promise<void>;
}

export function seen({ method = 'GET', url = '/', headers }: IncomingMessage): SeenRequest {
  return { method, target: url, headers };
}

/** Asks `upstream` the same, at `target`, and hands its answer back as it comes. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  target = request.url ?? '/',
): void {
  const { hostname, port } = new URL(upstream);
  const asked = ask(
    { hostname, port, method: request.method, path: target, headers: request.headers, agent: false },
    (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    },
  );
  asked.on('error', () => response.destroy());
  response.on('close', () => asked.destroy());
  request.pipe(asked);
}

/** An error in the words of an access gateway. */
export function refuse(response: ServerResponse, status: number, message: string, headers = {}): void {
  const body = JSON.stringify({ error: { code: status, message } });
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
