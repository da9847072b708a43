import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { startDemoServer } from '../../src/demo/demoServer.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { exchange } from './exchange.ts';
import { elsewhere } from './subject.ts';

interface PagingFact {
  /** The number of the identity's sessions. */
  readonly total: number;
  readonly query: string;
  /** The returned sessions; the newest is 1. */
  readonly sessions: readonly number[];
  /** The Link header, without the path. */
  readonly link: string;
}

/** The results of Kratos' code for totals from 0 to 7 and all kinds of queries. */
const facts = JSON.parse(
  readFileSync(new URL('identitySessionsPaging.json', import.meta.url), 'utf8'),
) as readonly PagingFact[];

describe.skipIf(elsewhere).each(profileNames)("the pages of an identity's sessions in %s", async (profile) => {
  const demo = await startDemoServer({ profile });
  const identities = new Map(
    [...new Set(facts.map(({ total }) => total))].map((count) => [count, demo.data.addIdentity({ count })]),
  );
  afterAll(() => demo.close());

  it.each(facts)('contain sessions $sessions of $total for ?$query', async ({ total, query, sessions, link }) => {
    const id = identities.get(total)?.id ?? '';
    const path = `/admin/identities/${id}/sessions`;
    const order = demo.data.sessionsOf(id).map((session) => session.id);

    const answer = await exchange(demo.url, `${path}?${query}`);

    expect(answer.status).toBe(200);
    expect(answer.headers['x-total-count']).toBe(String(total));
    expect(answer.headers.link).toBe(link.replaceAll('<?', `<${path}?`));
    const found = (JSON.parse(answer.text) as { id: string }[]).map((session) => order.indexOf(session.id) + 1);
    expect(found).toEqual(sessions);
  });
});
