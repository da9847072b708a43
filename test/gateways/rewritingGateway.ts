import { createServer, type IncomingHttpHeaders, request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import { type Gateway, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

export interface Rewritten {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Returns the response for the client in place of the upstream's. */
export type Rewrite = (response: Rewritten, request: SeenRequest) => Rewritten;

export interface RewritingGateway extends Gateway {
  /** Applies to all later responses. */
  rewrite: Rewrite;
}

/**
 * Starts an HTTP server that forwards responses of `upstream` until a `rewrite` is set. `target` replaces path and
 * query.
 */
export async function startRewritingGateway(
  upstream: string,
  target = (requested: string) => requested,
): Promise<RewritingGateway> {
  const requests: SeenRequest[] = [];
  const server = createServer((request, response) => {
    const one = seen(request);
    requests.push(one);
    const { headers } = request;
    const forwarded = send(
      new URL(target(one.target), upstream),
      { headers, agent: false },
      async (upstreamResponse) => {
        const { headers, body } = gateway.rewrite(
          { headers: upstreamResponse.headers, body: await text(upstreamResponse) },
          one,
        );
        response
          .writeHead(upstreamResponse.statusCode ?? 502, { ...headers, 'content-length': Buffer.byteLength(body) })
          .end(body);
      },
    );
    forwarded.on('error', () => response.destroy());
    forwarded.end();
  });
  const { port, ...listening } = await listen(server);
  const gateway: RewritingGateway = {
    url: `http://127.0.0.1:${port}`,
    requests,
    rewrite: (response) => response,
    ...listening,
  };
  return gateway;
}

/**
 * Keeps each response by its address, and responds with it as if `seconds` had passed since: with an `Age`, or with the
 * old `Date` alone. Heeds `Cache-Control: no-cache` only on request.
 */
export function caching(header: 'age' | 'date', { heedsNoCache = false, seconds = 60 } = {}): Rewrite {
  const kept = new Map<string, Rewritten>();
  return (response, { target, headers }) => {
    const known = heedsNoCache && headers['cache-control'] === 'no-cache' ? undefined : kept.get(target);
    if (known === undefined) {
      kept.set(target, response);
      return response;
    }
    const date = new Date(Date.parse(known.headers.date ?? '') - seconds * 1000).toUTCString();
    return { ...known, headers: { ...known.headers, ...(header === 'age' ? { age: `${seconds}` } : { date }) } };
  };
}
