import { request } from 'node:http';

/** An answer as it came over the socket. Header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly text: string;
}

/** A Link repeats all ids that were asked for, twice. */
const maxHeaderSize = 1024 * 1024;

/**
 * One request with Node's own http: no redirect is followed, no path is mended, and nothing of the product takes part,
 * for this is what the product is measured against. Fails with Node's error when no whole answer arrives.
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

/** The links of an answer, by relation: path and query as sent. */
export function linksOf({ headers }: Answer): Readonly<Record<string, string>> {
  return Object.fromEntries(
    [...(headers.link ?? '').matchAll(/<([^>]*)>; rel="(\w+)"/g)].map(([, target = '', relation = '']) => [
      relation,
      target,
    ]),
  );
}
