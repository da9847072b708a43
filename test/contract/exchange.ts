import { request } from 'node:http';

/** A response from the socket. Header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** A Link header repeats all requested ids twice. */
const maxHeaderSize = 1024 * 1024;

/**
 * Sends a request with Node's http, without redirects, path changes or code of the product. Rejects with Node's error
 * if no complete response arrives.
 */
export function exchange(url: string, path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const { hostname, port } = new URL(url);
  const sent = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const headers = sent === undefined ? {} : { 'Content-Type': 'application/json' };
    const outgoing = request({ hostname, port, path, method, headers, agent: false, maxHeaderSize }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(
            Object.entries(incoming.headers).map(([name, value]) => [
              name,
              Array.isArray(value) ? value.join(', ') : value,
            ]),
          ),
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(sent);
  });
}

/** Returns the links of a response by relation, as sent. */
export function linksOf({ headers }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(headers.link ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, target = '', relation = '']) => [
      relation,
      target,
    ]),
  );
}
