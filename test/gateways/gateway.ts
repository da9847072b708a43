import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, request as send } from 'node:http';

export interface SeenRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: IncomingHttpHeaders;
}

/** A local server in front of another one. */
export interface Gateway {
  /** Without a trailing slash. */
  readonly url: string;
  /** All requests, oldest first, including those that were not forwarded. */
  readonly requests: readonly SeenRequest[];
  /** Returns the number of open connections. */
  open(): number;
  /** Ends every connection, including those with a pending request. */
  close(): Promise<void>;
}

export function seen({ method = 'GET', url = '/', headers }: IncomingMessage): SeenRequest {
  return { method, target: url, headers };
}

/** Forwards the request to `target` of `upstream`, and its response to the client. */
export function forward(
  request: IncomingMessage,
  response: ServerResponse,
  upstream: string,
  target = request.url ?? '/',
): void {
  const { hostname, port } = new URL(upstream);
  const forwarded = send(
    { hostname, port, method: request.method, path: target, headers: request.headers, agent: false },
    (upstreamResponse) => {
      response.writeHead(upstreamResponse.statusCode ?? 502, upstreamResponse.headers);
      upstreamResponse.pipe(response);
    },
  );
  forwarded.on('error', () => response.destroy());
  response.on('close', () => forwarded.destroy());
  request.pipe(forwarded);
}

/** Sends an error like an access gateway. */
export function refuse(response: ServerResponse, status: number, message: string, headers = {}): void {
  const body = JSON.stringify({ error: { code: status, message } });
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
}
