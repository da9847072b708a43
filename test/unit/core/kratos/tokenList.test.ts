import { describe, expect, test } from 'vitest';
import type { ListEnd } from '../../../../src/core/kratos/listReader.ts';
import { adaId, wireIdentity } from '../../builders/identityBuilder.ts';
import { uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { answering, clientOf, failureOf, json } from './clientUnderTest.ts';
import { loadAll } from './identitySessions/walk.ts';

const brokenLinks: ListEnd = { kind: 'unproven', why: 'brokenLinks' };

describe('a list with page tokens', () => {
  test('reads every page from its own origin, and lists each item once', async () => {
    const urls: (string | undefined)[] = [];
    const client = await clientOf((request, response) => {
      urls.push(request.url);
      const token = new URL(request.url ?? '', 'http://kratos').searchParams.get('page_token');
      // The second page begins with the last row of the first.
      const [ids, next] = token === null ? [[1, 2], 'two'] : [[2, 3], undefined];
      const link = next === undefined ? '' : `,<http://elsewhere/admin/identities?page_token=${next}>; rel="next"`;
      response.writeHead(200, { ...json, Link: `</admin/identities?page_token=0>; rel="first"${link}` });
      response.end(JSON.stringify(ids.map((number) => wireIdentity({ id: uuid(number) }))));
    });
    const { ids, end, total } = await loadAll(client.identities({ by: 'all' }, 2));
    expect(ids).toEqual([uuid(1), uuid(2), uuid(3)]);
    // Items may have been created or deleted between the two pages.
    expect(end).toEqual({ kind: 'unproven', why: 'pages' });
    expect(total).toBeUndefined();
    expect(urls).toEqual(['/admin/identities?page_size=2', '/admin/identities?page_size=2&page_token=two']);
  });

  test('ends unproven when the server links to the same page again', async () => {
    let requests = 0;
    const client = await clientOf((_request, response) => {
      requests += 1;
      response.writeHead(200, { ...json, Link: '</x?page_token=again>; rel="next"' });
      response.end(JSON.stringify([wireIdentity()]));
    });
    const { ids, end } = await loadAll(client.identities({ by: 'all' }, 1));
    expect(ids).toEqual([adaId]);
    expect(end).toEqual({ kind: 'unproven', why: 'repeats' });
    expect(requests).toBe(2);
  });

  test('requests a failed page again with the next step', async () => {
    let requests = 0;
    const client = await clientOf((_request, response) => {
      requests += 1;
      if (requests === 2) {
        response.writeHead(502).end();
      } else {
        response.writeHead(200, { ...json, Link: `<?page_token=b>; rel="${requests === 1 ? 'next' : 'first'}"` });
        response.end(JSON.stringify([wireSession({ id: uuid(requests) })]));
      }
    });
    const reader = client.sessions('all', 1);
    await reader.next();
    expect(await failureOf(reader.next())).toEqual({ kind: 'serverError', status: 502, reason: undefined });
    expect(await reader.next()).toMatchObject({ items: [{ id: uuid(3) }], end: { kind: 'unproven', why: 'pages' } });
  });

  const first = '</x?page_token=0>; rel="first"';
  const next = (target: string) => ({ Link: `${first},<${target}>; rel="next"` });

  test.each<[string, Record<string, string>, ListEnd]>([
    ['is complete when its only page links to the first alone', { Link: first }, { kind: 'complete', by: 'onlyPage' }],
    ['is unproven when a full page has no link', {}, { kind: 'unproven', why: 'noLinks' }],
    ['is unproven when the next link names another parameter', next('/x?cursor=b'), brokenLinks],
    ['is unproven when the next link is escaped as HTML', next('/x?a=1&amp;page_token=b'), brokenLinks],
    ['is unproven when the next token is part of the path', next('/x/after/b'), brokenLinks],
    [
      'is unproven when the count is higher than the number of items',
      { Link: first, 'X-Total-Count': '3' },
      brokenLinks,
    ],
  ])('%s', async (_name, headers, end) => {
    const client = await answering({ headers: { ...json, ...headers }, body: JSON.stringify([wireIdentity()]) });
    expect((await loadAll(client.identities({ by: 'all' }, 1))).end).toEqual(end);
  });

  test('is unproven when a page that a gateway shortened has no link', async () => {
    const client = await answering({ body: JSON.stringify([wireIdentity()]) });
    expect((await loadAll(client.identities({ by: 'all' }, 100))).end).toEqual({ kind: 'unproven', why: 'noLinks' });
  });

  test('is complete when it is empty and has no link', async () => {
    const client = await answering({ body: '[]' });
    expect((await loadAll(client.identities({ by: 'all' }, 100))).end).toEqual({ kind: 'complete', by: 'onlyPage' });
  });

  test('marks malformed items between the others', async () => {
    const client = await answering({
      body: JSON.stringify([wireSession({ id: uuid(1) }), null, null, { id: uuid(2) }]),
    });
    const { items } = await client.identitySessions(adaId, 'all', 50).next();
    expect(items.map(({ kind }) => kind)).toEqual(['session', 'malformed', 'malformed', 'session']);
    expect(new Set(items.map(({ id }) => id)).size).toBe(4);
  });

  test('lists each of several equal malformed items, on one page and on the next', async () => {
    const client = await clientOf((request, response) => {
      const isFirst = !request.url?.includes('page_token');
      response.writeHead(200, { ...json, ...(isFirst ? { Link: '<?page_token=b>; rel="next"' } : {}) });
      response.end(JSON.stringify([null, null, wireIdentity({ id: uuid(isFirst ? 1 : 2) })]));
    });
    const { ids } = await loadAll(client.identities({ by: 'all' }, 3));
    expect(new Set(ids).size).toBe(6);
  });
});
