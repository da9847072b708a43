import { createServer } from 'node:http';
import { forward, type Gateway, refuse, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

export type Wanted =
  | { readonly header: string; readonly value: string }
  | { readonly bearer: string }
  | { readonly username: string; readonly password: string };

export interface KeyGatewayOptions {
  /** The required credentials, by default none: 401 without them, 403 with others. */
  readonly wants?: Wanted;
  /** The path of the upstream, e.g. "/kratos"; other paths are a 404 in plain text. */
  readonly prefix?: string;
}

/** Starts an HTTP server in front of `upstream`. `url` ends in the prefix. */
export async function startKeyGateway(upstream: string, options: KeyGatewayOptions): Promise<Gateway> {
  const requests: SeenRequest[] = [];
  const { wants, prefix = '' } = options;
  const server = createServer((request, response) => {
    requests.push(seen(request));
    const target = request.url ?? '/';
    const [name, value] = wants === undefined ? [undefined, undefined] : wantedHeader(wants);
    const carried = name === undefined ? undefined : request.headers[name];
    if (!target.startsWith(`${prefix}/`)) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('404 page not found\n');
    } else if (name !== undefined && carried === undefined) {
      const scheme = wants !== undefined && 'username' in wants ? 'Basic realm="kratos"' : 'Bearer';
      const challenge = name === 'authorization' ? { 'www-authenticate': scheme } : {};
      refuse(response, 401, 'Access credentials are invalid', challenge);
    } else if (carried !== value) {
      refuse(response, 403, 'Access credentials are not sufficient to access this resource');
    } else {
      forward(request, response, upstream, target.slice(prefix.length));
    }
  });
  const { port, ...listening } = await listen(server);
  return { url: `http://127.0.0.1:${port}${prefix}`, requests, ...listening };
}

function wantedHeader(wants: Wanted): readonly [name: string, value: string] {
  if ('header' in wants) {
    return [wants.header.toLowerCase(), wants.value];
  }
  if ('bearer' in wants) {
    return ['authorization', `Bearer ${wants.bearer}`];
  }
  return ['authorization', `Basic ${Buffer.from(`${wants.username}:${wants.password}`).toString('base64')}`];
}
