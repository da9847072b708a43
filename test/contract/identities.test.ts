import { expect } from 'vitest';
import { exchange, linksOf } from './exchange.ts';
import { body, eachServer, fact } from './subject.ts';

const nil = '00000000-0000-0000-0000-000000000000';
const unknown = '00000000-0000-4000-8000-000000000000';

interface Identity {
  readonly id: string;
  readonly credentials?: Readonly<
    Record<string, { readonly identifiers: readonly string[] | null; readonly config?: unknown }>
  >;
  readonly metadata_admin: unknown;
}

const refusal = (reason: string) => ({
  error: {
    code: 400,
    status: 'Bad Request',
    reason,
    message: 'The request was malformed or contained invalid parameters',
  },
});

await eachServer('identities', (server) => {
  const { profile, get } = server;
  const older = profile === 'v1.3.1';
  const list = async (query: string): Promise<readonly Identity[]> => body(await get(`/admin/identities?${query}`));

  const walk = async (): Promise<readonly string[]> => {
    const ids: string[] = [];
    let path: string | undefined = '/admin/identities?page_size=250';
    while (path !== undefined) {
      const answer = await get(path);
      ids.push(...body<readonly Identity[]>(answer).map(({ id }) => id));
      path = linksOf(answer).next;
    }
    return ids;
  };

  fact(server, 'come in the order of their ids, each once, along rel="next"', ['identifier'], async () => {
    const ids = await walk();
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids.length).toBeGreaterThan(0);
  });

  fact(server, 'name the last id of a page as the token of the next one', ['manyIdentities'], async () => {
    const answer = await get('/admin/identities?page_size=3');
    const last = body<readonly Identity[]>(answer)[2]?.id;
    expect(answer.headers.link).toBe(
      `</admin/identities?page_size=3&page_token=${nil}>; rel="first",</admin/identities?page_size=3&page_token=${last}>; rel="next"`,
    );
    expect(answer.headers).not.toHaveProperty('x-total-count');
  });

  fact(server, 'have no rel="next" on the last page, even when it is full', ['manyIdentities'], async () => {
    const ids = await walk();
    const answer = await get(`/admin/identities?page_size=2&page_token=${ids.at(-3)}`);
    expect(body<readonly Identity[]>(answer).map(({ id }) => id)).toEqual(ids.slice(-2));
    expect(Object.keys(linksOf(answer))).toEqual(['first']);
  });

  fact(server, 'are an empty list after the last id', [], async () => {
    const answer = await get('/admin/identities?page_token=ffffffff-ffff-ffff-ffff-ffffffffffff&page_size=1');
    expect(answer.text).toBe('[]\n');
    expect(Object.keys(linksOf(answer))).toEqual(['first']);
  });

  fact(server, 'have pages of 250 by default and for a page_size of 0', ['manyIdentities'], async () => {
    expect(await list('')).toHaveLength(250);
    expect(await list('page_size=')).toHaveLength(250);
    expect(await list('page_size=0')).toHaveLength(250);
  });

  fact(
    server,
    older ? 'have pages of any requested size' : 'have pages of 500 at most',
    ['manyIdentities'],
    async () => {
      const answer = await get('/admin/identities?page_size=100000');
      const { length } = body<readonly Identity[]>(answer);
      const size = older ? 'page_size=100000&' : 'page_size=500&';
      expect(older ? length > 500 : length === 500).toBe(true);
      expect(answer.headers.link).toContain(size);
    },
  );

  fact(
    server,
    older ? 'drop the connection for a negative page_size' : 'are 250 to a page for a negative page_size',
    ['manyIdentities'],
    async () => {
      const asked = list('page_size=-5');
      if (older) {
        await expect(asked).rejects.toThrow(/socket hang up|ECONNRESET/);
      } else {
        expect(await asked).toHaveLength(250);
      }
    },
  );

  fact(server, 'treat per_page without page_size as page_size, also in the links', ['manyIdentities'], async () => {
    const answer = await get('/admin/identities?per_page=2');
    expect(body<readonly Identity[]>(answer)).toHaveLength(2);
    expect(linksOf(answer).first).toBe(`/admin/identities?page_size=2&page_token=${nil}`);
  });

  fact(server, 'ignore page and per_page beside page_size', [], async () => {
    const answer = await get('/admin/identities?page_size=1&page=3&per_page=7');
    expect(answer.text).toBe((await get('/admin/identities?page_size=1')).text);
    expect(linksOf(answer).first).toBe(`/admin/identities?page=3&page_size=1&page_token=${nil}&per_page=7`);
  });

  fact(server, 'have an old mode that counts pages from 0 and returns a total', ['manyIdentities'], async () => {
    const first = await get('/admin/identities?page=0&per_page=2');
    const second = await get('/admin/identities?page=1&per_page=2');
    const four = await list('page_size=4');
    expect([...body<readonly Identity[]>(first), ...body<readonly Identity[]>(second)]).toEqual(four);
    expect(Number(first.headers['x-total-count'])).toBeGreaterThan(500);
    expect(linksOf(second)).toMatchObject({
      prev: '/admin/identities?page=0&per_page=2',
      next: '/admin/identities?page=2&per_page=2',
    });
    expect(await list('page=abc&per_page=2')).toEqual(body(first));
  });

  fact(server, 'end their old mode after 1,000', [], async () => {
    expect((await get('/admin/identities?page=4&per_page=250')).status).toBe(200);
    const answer = await get('/admin/identities?page=5&per_page=250');
    expect(answer.status).toBe(400);
    expect(body(answer)).toEqual(
      refusal(
        'Legacy pagination is not supported for enumerating over 1000 items. Please switch to using page_token and page_size.',
      ),
    );
  });

  fact(
    server,
    'are found by a whole identifier, in any case, with credentials but no secrets',
    ['identifier'],
    async ({ identifier: one }) => {
      for (const spelled of [one.identifier, one.identifier.toUpperCase()]) {
        const found = await list(`credentials_identifier=${encodeURIComponent(spelled)}`);
        expect(found.map(({ id }) => id)).toEqual([one.identityId]);
        expect(found[0]?.credentials?.password?.identifiers).toContain(one.identifier);
        expect(Object.values(found[0]?.credentials ?? {}).some((credential) => 'config' in credential)).toBe(false);
      }
      expect(await list('credentials_identifier=nobody-has-this%40example.org')).toEqual([]);
      expect(await list(`credentials_identifier=${encodeURIComponent(one.identifier.slice(0, -1))}`)).toEqual([]);
    },
  );

  fact(
    server,
    'are found by the beginning of an identifier, but not by its middle',
    ['identifier'],
    async ({ identifier: one }) => {
      const by = async (text: string): Promise<readonly string[]> =>
        (await list(`preview_credentials_identifier_similar=${encodeURIComponent(text)}&page_size=500`)).map(
          ({ id }) => id,
        );
      expect(await by(one.identifier.slice(0, -1))).toContain(one.identityId);
      expect(await by(one.identifier.slice(1))).not.toContain(one.identityId);
    },
  );

  fact(
    server,
    'are found by ids, each once and without unknown ones',
    ['identifier'],
    async ({ identifier: { identityId } }) => {
      const found = await list(`ids=${identityId}&ids=${unknown}&ids=${identityId.toUpperCase()}`);
      expect(found.map(({ id }) => id)).toEqual([identityId]);
      expect(found[0]).not.toHaveProperty('credentials');
    },
  );

  fact(server, 'refuse a malformed id', [], async () => {
    expect(body(await get('/admin/identities?ids=nope'))).toEqual(
      refusal('Invalid UUID value `nope` for parameter `ids`.'),
    );
  });

  fact(server, older ? 'accept many ids at once' : 'refuse more than 500 ids', [], async () => {
    const ids = Array.from({ length: 501 }, () => `ids=${unknown}`).join('&');
    const answer = await get(`/admin/identities?${ids}`);
    expect(body(answer)).toEqual(older ? [] : refusal('The number of ids to filter must not exceed 500.'));
  });

  fact(
    server,
    older ? 'combine ids with an identifier' : 'refuse two filters at once',
    ['identifier'],
    async ({ identifier: { identityId, identifier } }) => {
      const answer = await get(
        `/admin/identities?ids=${identityId}&credentials_identifier=${encodeURIComponent(identifier)}`,
      );
      if (older) {
        expect(body<readonly Identity[]>(answer).map(({ id }) => id)).toEqual([identityId]);
      } else {
        expect(body(answer)).toEqual(refusal('You cannot combine multiple filters in this API'));
      }
    },
  );

  fact(server, 'refuse a whole identifier together with the beginning of one', [], async () => {
    const answer = await get('/admin/identities?credentials_identifier=a&preview_credentials_identifier_similar=b');
    expect(body(answer)).toEqual(
      refusal(
        older
          ? 'Cannot pass both credentials_identifier and preview_credentials_identifier_similar.'
          : 'You cannot combine multiple filters in this API',
      ),
    );
  });

  fact(server, 'refuse an unknown type of credentials', [], async () => {
    const answer = await get('/admin/identities?include_credential=password&include_credential=profile');
    expect(answer.status).toBe(400);
    expect(body(answer)).toEqual(
      refusal(`Invalid value \`${older ? '[password]' : 'profile'}\` for parameter \`include_credential\`.`),
    );
  });

  fact(
    server,
    'name the types before the unknown one when a single identity is read with an unknown include_credential',
    ['severalSessions'],
    async (finds) => {
      const query = '?include_credential=password&include_credential=profile';
      expect(body(await get(`/admin/identities/${finds.severalSessions}${query}`))).toEqual(
        refusal('Invalid value `[password]` for parameter `include_credential`.'),
      );
      expect((await get(`/admin/identities/00000000-0000-4000-8000-000000000000${query}`)).status).toBe(404);
    },
  );

  fact(server, 'refuse a page token of another origin', [], async () => {
    for (const token of ['1', 'abc', 'eyJvZmZzZXQiOiIyIiwidiI6Mn0']) {
      expect(body(await get(`/admin/identities?page_token=${token}`))).toEqual(
        refusal('The page token is invalid, do not craft your own page tokens'),
      );
    }
  });

  fact(server, 'refuse a page_size that is not a number', [], async () => {
    expect(body(await get('/admin/identities?page_size=abc'))).toEqual(
      refusal('strconv.Atoi: parsing "abc": invalid syntax'),
    );
  });

  fact(
    server,
    'are read by id with credentials, in any spelling of the id',
    ['identifier'],
    async ({ identifier: one }) => {
      const plain = await get(`/admin/identities/${one.identityId}`);
      expect(body<Identity>(plain).credentials?.password?.identifiers).toContain(one.identifier);
      const spellings = [
        one.identityId.toUpperCase(),
        one.identityId.replaceAll('-', ''),
        `urn:uuid:${one.identityId}`,
      ];
      for (const spelling of spellings) {
        expect((await get(`/admin/identities/${spelling}`)).text).toBe(plain.text);
      }
    },
  );

  fact(server, 'are 404 for an unknown and for a malformed id', [], async () => {
    for (const id of [unknown, 'nope']) {
      const answer = await get(`/admin/identities/${id}`);
      expect(answer.status).toBe(404);
      expect(body(answer)).toEqual({
        error: { code: 404, status: 'Not Found', message: 'Unable to locate the resource' },
      });
    }
  });

  if (older) {
    fact(server, 'have no external ids: the route is unknown', [], async () => {
      const answer = await get('/admin/identities/by/external/crm-1815');
      expect([answer.status, answer.headers['content-type'], answer.text]).toEqual([
        404,
        'text/plain; charset=utf-8',
        '404 page not found\n',
      ]);
    });
  } else {
    fact(server, 'are found by their external id', ['externalId'], async ({ externalId: one }) => {
      const answer = await exchange(server.url, `/admin/identities/by/external/${encodeURIComponent(one.externalId)}`);
      expect(body<Identity>(answer)).toMatchObject({ id: one.identityId, external_id: one.externalId });
    });
  }

  fact(server, 'contain metadata_admin, also if null, and no credentials in a plain list', [], async () => {
    for (const identity of await list('page_size=50')) {
      expect(identity).toHaveProperty('metadata_admin');
      expect(identity).not.toHaveProperty('credentials');
    }
  });
});
