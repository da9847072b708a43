import { createServer, type ServerResponse } from 'node:http';
import { forward, type Gateway, refuse, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

/** What happens to a request instead of its response. */
export type GatewayFault =
  /** The connection ends in the middle of the body. */
  | { readonly kind: 'cut' }
  /** The right response after a delay. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The connection is reset without a response. */
  | { readonly kind: 'reset' }
  /** The connection is closed without a response. */
  | { readonly kind: 'close' }
  /** No response, and the connection stays open. */
  | { readonly kind: 'hang' }
  /** The head and a part of the body, and the connection stays open. */
  | { readonly kind: 'stall' }
  /** An endless body, as fast as the client reads it. */
  | { readonly kind: 'flood' }
  /** An HTML page. */
  | { readonly kind: 'html'; readonly status: number; readonly title: string }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308; readonly location: string }
  | { readonly kind: 'status'; readonly status: number; readonly message: string; readonly headers?: object }
  | { readonly kind: 'body'; readonly status?: number; readonly contentType: string; readonly body: string }
  /** The request with its headers comes back in every text of the response. */
  | { readonly kind: 'echo'; readonly as: 'json' | 'html' | 'text' | 'redirect' | '400' | '401' | '403' | '500' };

export interface FaultyGateway extends Gateway {
  /** Applies to all later requests; undefined forwards them. */
  fault: GatewayFault | undefined;
}

/** Starts an HTTP server that forwards requests to `upstream` until a fault is set. */
export async function startFaultyGateway(upstream: string, fault?: GatewayFault): Promise<FaultyGateway> {
  const requests: SeenRequest[] = [];
  const waiting = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    const one = seen(request);
    requests.push(one);
    const done = gateway.fault;
    if (done === undefined) {
      forward(request, response, upstream);
    } else if (done.kind === 'delay') {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        forward(request, response, upstream);
      }, done.milliseconds);
      waiting.add(timer);
    } else {
      sendFault(done, one, response);
    }
  });
  // As a proxy, it refuses tunnels.
  server.on('connect', (request, socket) => {
    requests.push(seen(request));
    if (gateway.fault?.kind === 'hang') {
      // Without reading, the end of the client's connection stays undetected.
      socket.resume().once('end', () => socket.end());
    } else {
      const status = gateway.fault?.kind === 'status' ? gateway.fault.status : 502;
      socket.end(`HTTP/1.1 ${status} No\r\ncontent-length: 0\r\n\r\n`);
    }
  });
  const { port, open, close } = await listen(server);
  const gateway: FaultyGateway = {
    url: `http://127.0.0.1:${port}`,
    requests,
    fault,
    open,
    close: () => {
      for (const timer of waiting) {
        clearTimeout(timer);
      }
      return close();
    },
  };
  return gateway;
}

const blanks = Buffer.alloc(1_000_000, ' ');

function sendFault(
  fault: Exclude<GatewayFault, { kind: 'delay' }>,
  request: SeenRequest,
  response: ServerResponse,
): void {
  const { socket } = response;
  switch (fault.kind) {
    case 'cut':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('[{"id":', () => socket?.end());
      return;
    case 'reset':
      socket?.resetAndDestroy();
      return;
    case 'close':
      socket?.end();
      return;
    case 'hang':
      return;
    case 'stall':
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('[{"id":');
      return;
    case 'flood':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.on('drain', () => response.write(blanks));
      response.write(blanks);
      return;
    case 'html': {
      const page = `<!doctype html><html><head><title>${fault.title}</title></head><body><form></form></body></html>`;
      response.writeHead(fault.status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    case 'redirect':
      response.writeHead(fault.status, { location: fault.location }).end();
      return;
    case 'status':
      refuse(response, fault.status, fault.message, fault.headers);
      return;
    case 'body':
      response.writeHead(fault.status ?? 200, { 'content-type': fault.contentType }).end(fault.body);
      return;
    case 'echo':
      echo(fault.as, request, response);
      return;
  }
}

function echo(
  as: Extract<GatewayFault, { kind: 'echo' }>['as'],
  { headers, target }: SeenRequest,
  response: ServerResponse,
) {
  // The keys first, because texts are truncated.
  const { host, accept, connection, ...keys } = headers;
  const text = `${Object.values(keys).join(' ')} ${JSON.stringify({ ...keys, host, target })}`;
  for (const name of ['x-request-id', 'server', 'via', 'x-ratelimit-limit', 'etag']) {
    response.setHeader(name, Object.values(keys).join(' '));
  }
  response.setHeader('set-cookie', `echo=${encodeURIComponent(text)}`);
  switch (as) {
    case 'json':
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ received: text }));
      return;
    case 'html':
      response.setHeader('content-type', 'text/html').end(`<html><title>${text}</title></html>`);
      return;
    case 'text':
      response.setHeader('content-type', 'text/plain').end(text);
      return;
    case 'redirect': {
      const location = `https://login.example.org/${encodeURIComponent(text)}?${encodeURIComponent(text)}`;
      response.writeHead(302, { location }).end();
      return;
    }
    default:
      refuse(response, Number(as), text);
  }
}
