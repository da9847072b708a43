import { createServer, type ServerResponse } from 'node:http';
import { forward, type Gateway, refuse, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

/** What happens to a request instead of its answer. */
export type Misdeed =
  /** The announced body ends halfway. */
  | { readonly kind: 'cut' }
  /** The right answer, late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** The connection is reset without an answer. */
  | { readonly kind: 'reset' }
  /** The connection is closed without an answer. */
  | { readonly kind: 'close' }
  /** Neither an answer nor an end. */
  | { readonly kind: 'hang' }
  /** The head of an answer and a part of its body, and no end. */
  | { readonly kind: 'stall' }
  /** A page for a browser. */
  | { readonly kind: 'html'; readonly status: number; readonly title: string }
  | { readonly kind: 'redirect'; readonly status: 301 | 302 | 303 | 307 | 308; readonly location: string }
  | { readonly kind: 'status'; readonly status: number; readonly message: string; readonly headers?: object }
  | { readonly kind: 'body'; readonly contentType: string; readonly body: string };

export interface FaultyGateway extends Gateway {
  /** Of all requests from now on; undefined lets them through. */
  misdeed: Misdeed | undefined;
}

/** http in front of `upstream`, which lets everything through until it is told a misdeed. */
export async function startFaultyGateway(upstream: string, misdeed?: Misdeed): Promise<FaultyGateway> {
  const requests: SeenRequest[] = [];
  const waiting = new Set<NodeJS.Timeout>();
  const server = createServer((request, response) => {
    requests.push(seen(request));
    const done = gateway.misdeed;
    if (done === undefined) {
      forward(request, response, upstream);
    } else if (done.kind === 'delay') {
      const timer = setTimeout(() => {
        waiting.delete(timer);
        forward(request, response, upstream);
      }, done.milliseconds);
      waiting.add(timer);
    } else {
      misbehave(done, response);
    }
  });
  const { port, open, close } = await listen(server);
  const gateway: FaultyGateway = {
    url: `http://127.0.0.1:${port}`,
    requests,
    misdeed,
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

function misbehave(misdeed: Exclude<Misdeed, { kind: 'delay' }>, response: ServerResponse): void {
  const { socket } = response;
  switch (misdeed.kind) {
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
    case 'html': {
      const page = `<!doctype html><html><head><title>${misdeed.title}</title></head><body><form></form></body></html>`;
      response.writeHead(misdeed.status, { 'content-type': 'text/html; charset=utf-8' }).end(page);
      return;
    }
    case 'redirect':
      response.writeHead(misdeed.status, { location: misdeed.location }).end();
      return;
    case 'status':
      refuse(response, misdeed.status, misdeed.message, misdeed.headers);
      return;
    case 'body':
      response.writeHead(200, { 'content-type': misdeed.contentType }).end(misdeed.body);
      return;
  }
}
