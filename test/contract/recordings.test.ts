import { afterAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { type Answer, exchange } from './exchange.ts';
import { type Exchange, recorded } from './recordings.ts';
import { differences } from './shape.ts';
import { elsewhere } from './subject.ts';

/** All recorded servers had 30 identities. */
const identities = 30;

/** Headers of every response that the recordings omit. */
const transport = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

describe.skipIf(elsewhere).each(profileNames)(
  'every exchange recorded with %s, repeated with the demo',
  async (profile) => {
    const demo = await startDemoServer({ profile, identities });
    const exchanges = recorded(profile);
    const translate = translator(exchanges, demo);
    afterAll(() => demo.close());

    it.each(exchanges.map(({ note, request, response }, index) => [`${index}: ${note}`, request, response] as const))(
      '%s',
      async (_, request, response) => {
        const answer = await exchange(
          demo.url,
          translate(request.path),
          request.method,
          request.body === undefined ? undefined : JSON.parse(translate(JSON.stringify(request.body))),
        );

        expect(answer.status).toBe(response.status);
        expect(headersOf(answer)).toEqual(
          Object.fromEntries(
            Object.entries(response.headers).map(([name, value]) => [name, form(name, translate(value))]),
          ),
        );
        if (typeof response.body === 'string') {
          expect(answer.text).toBe(response.body);
        } else {
          expect(answer.text.endsWith('\n'), 'ends with a line feed').toBe(true);
          expect(differences(response.body, JSON.parse(answer.text))).toEqual([]);
        }
      },
    );
  },
);

function headersOf({ headers }: Answer): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      transport.has(name) || value === undefined ? [] : [[name, form(name, value)]],
    ),
  );
}

/** Returns a header without parts that depend on the data, such as the last id of a page and counts. */
function form(name: string, value: string): string {
  switch (name) {
    case 'link':
      return value
        .replace(/page_token=(?!00000000)[0-9a-f]{8}-[0-9a-f-]{27}/g, 'page_token=<identity>')
        .replace(/(<\/admin\/sessions\?[^>]*page_token=)[A-Za-z0-9+/]+/g, '$1<session>');
    case 'x-total-count':
      return Number(value) > 51 ? '<many>' : value;
    default:
      return value;
  }
}

/** Replaces the ids of a recording by those of the demo. */
function translator(exchanges: readonly Exchange[], demo: DemoServer): (text: string) => string {
  const { people, data } = demo;
  const byNote = (start: string): Exchange => {
    const found = exchanges.find(({ note }) => note.startsWith(start));
    if (found === undefined) {
      throw new Error(`The recording has no exchange "${start}".`);
    }
    return found;
  };
  const identityIn = (note: string): string => byNote(note).request.path.split('/')[3] ?? '';
  const tokenIn = (note: string): string =>
    new URLSearchParams(byNote(note).request.path.split('?')[1]).get('page_token') ?? '';
  const idsIn = (note: string): string[] => (byNote(note).response.body as { id: string }[]).map(({ id }) => id);

  const words = new Map<string, string>();
  const rename = (from: string, to: string | undefined): void => {
    if (to !== undefined && !words.has(from)) {
      words.set(from, to);
    }
  };
  // Page tokens before ids, as a token contains an id.
  rename(`page_token=${tokenIn('identities, second page')}`, `page_token=${data.ids[1]}`);
  const lastPage = idsIn('identities, last page');
  rename(`page_token=${tokenIn('identities, last page')}`, `page_token=${data.ids.at(-1 - lastPage.length)}`);
  rename(identityIn('3 sessions, whole list'), people.threeSessions);
  rename(identityIn('many sessions, links of the first'), people.fiftyOneSessions);
  rename(identityIn('no sessions: endless'), people.noSessions);
  const newestFirst = data.sessionsOf(people.threeSessions).toSorted((a, b) => b.createdAt - a.createdAt);
  for (const [index, id] of idsIn('3 sessions, whole list').entries()) {
    rename(id, newestFirst[index]?.id);
  }
  rename('user0000%40example.org', 'mary%40example.org');
  rename('similar=user0001', 'similar=otto%40');
  rename(tokenIn('all sessions, next page'), newestToken(demo));

  return (text) => [...words].reduce((said, [from, to]) => said.replaceAll(from, to), text);
}

/** Returns a cursor after the newest session. */
function newestToken({ data, people }: DemoServer): string {
  const newest = data.sessionsOf(people.everyStatus)[0];
  const time = new Date((newest?.createdAt ?? 0) / 1000).toISOString().slice(0, 19).replace('T', ' ');
  return Buffer.from(`id=${newest?.id}/created_at=${time}`).toString('base64').replaceAll('=', '');
}
