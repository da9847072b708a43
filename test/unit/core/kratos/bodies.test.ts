import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { exactText } from '../../../../src/core/kratos/json/exactJson.ts';
import { adaId, wireIdentity } from '../../builders/identityBuilder.ts';
import { uuid, wireSession } from '../../builders/sessionBuilder.ts';
import { type Answer, answering, clientOf, errorBody, failureOf, json } from './clientUnderTest.ts';

describe('a body that Kratos never sends', () => {
  test.each<[Answer, unknown]>([
    [
      { headers: { 'Content-Type': 'text/html' }, body: '<!doctype html><title>Sign in</title>' },
      { what: 'html', title: 'Sign in' },
    ],
    [
      { headers: {}, body: '<title>R&amp;D &#60;b&#x3e; &copy; &#99999999;</title><b>' },
      { what: 'html', title: 'R&D <b> &copy; &#99999999;' },
    ],
    [
      { headers: {}, body: '\n<html></html>' },
      { what: 'html', title: undefined },
    ],
    [
      { headers: { 'Content-Type': 'text/plain' }, body: 'It works!\n' },
      { what: 'text', start: 'It works!' },
    ],
    [{ body: '' }, { what: 'empty' }],
    [{ body: '[{"id":"a' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"\\"' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"a"},' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":"a"}' }, { what: 'truncatedJson' }],
    [{ body: '[{"id":tru}]' }, { what: 'invalidJson' }],
    [{ body: '[] []' }, { what: 'invalidJson' }],
    [{ body: '{"keys":[]}' }, { what: 'unexpectedShape', problem: 'expected an array' }],
    [{ status: 304, headers: {}, body: '' }, { what: 'empty' }],
  ])('is described: %j', async (answer, found) => {
    const failure = await failureOf((await answering(answer)).identitySessions(adaId, 'all', 50).next());
    expect(failure).toEqual({ kind: 'notKratos', status: answer.status ?? 200, found });
  });

  test('is described by the first member that an identity must have', async () => {
    const client = await answering({ body: '{"id":5}' });
    expect(await failureOf(client.identity(adaId))).toEqual({
      kind: 'notKratos',
      status: 200,
      found: { what: 'unexpectedShape', problem: 'id: expected string' },
    });
  });

  test('is reported if it is a list in place of one item', async () => {
    const client = await answering({ body: '[]' });
    expect(await failureOf(client.session(uuid(1)))).toMatchObject({ kind: 'notKratos' });
    expect(await failureOf(client.version())).toMatchObject({ kind: 'notKratos' });
    expect(await failureOf(client.ready())).toMatchObject({ kind: 'notKratos' });
  });
});

describe('a huge body', () => {
  const sessions = (count: number, over = {}) =>
    JSON.stringify(Array.from({ length: count }, (_, number) => wireSession({ id: uuid(number), ...over })));

  test('is rejected if a page has more than 1,000 items', async () => {
    const found = { kind: 'notKratos', status: 200, found: { what: 'tooManyItems' } };
    const client = await answering({ body: `[${'{},'.repeat(1_500_000)}{}]` });
    expect(await failureOf(client.identities({ by: 'all' }, 100).next())).toEqual(found);
    const manySessions = await answering({ body: sessions(1001) });
    expect(await failureOf(manySessions.identitySessions(adaId, 'all', 100).next())).toEqual(found);
  });

  test.each([
    ['[', 'tooDeep'],
    ['{"a":', 'tooDeep'],
    ['[{"a":1},', 'tooDeep'],
    ['"x', 'truncatedJson'],
  ])('is not parsed if it is 10 MB of %s', async (repeated, what) => {
    const parsed = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parsed.mockRestore());
    const client = await answering({ body: repeated.repeat(10_000_000 / repeated.length) });
    expect(await failureOf(client.identities({ by: 'all' }, 100).next())).toMatchObject({ found: { what } });
    expect(await failureOf(client.identity(adaId))).toMatchObject({ found: { what } });
    expect(Math.max(...parsed.mock.calls.map(([text]) => text.length))).toBeLessThan(1000);
  });

  test('of 1,000 sessions is parsed in parts, between which other work runs', async () => {
    const client = await answering({ body: sessions(1000) });
    const lengths: number[] = [];
    const { parse } = JSON;
    let turns = 0;
    let isReading = true;
    const turn = () => {
      turns += 1;
      if (isReading) {
        setImmediate(turn);
      }
    };
    let turnsAtLast = 0;
    const parsed = vi.spyOn(JSON, 'parse').mockImplementation((text: string) => {
      if (lengths.length === 0) {
        turn();
      }
      lengths.push(text.length);
      turnsAtLast = turns;
      return parse(text);
    });
    onTestFinished(() => parsed.mockRestore());
    const { items } = await client.identitySessions(adaId, 'all', 1000).next();
    isReading = false;
    expect(items).toHaveLength(1000);
    expect(Math.max(...lengths)).toBeLessThan(150_000);
    expect(lengths.length).toBeGreaterThan(5);
    expect(turnsAtLast).toBeGreaterThan(5);
  });

  test('of an identity is parsed up to 64 kB, alone and in its sessions, and keeps its name and its exact text', async () => {
    const traits = {
      email: 'ada@example.org',
      ...Object.fromEntries(Array.from({ length: 20_000 }, (_, key) => [`k${key}`, 1])),
    };
    const identity = wireIdentity({ traits });
    const text = JSON.stringify(identity);
    const list = sessions(2, { identity });
    const client = await clientOf((request, response) =>
      response.writeHead(200, { ...json, 'x-total-count': '2' }).end(request.url?.includes('/sessions') ? list : text),
    );
    const parsed = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parsed.mockRestore());
    const wide = await client.identity(adaId);
    const { items } = await client.identitySessions(adaId, 'all', 100).next();
    expect(Math.max(...parsed.mock.calls.map(([text]) => text.length))).toBeLessThan(65_536);
    expect(wide).toMatchObject({ traits: { email: 'ada@example.org', k0: 1 }, state: 'active', schemaId: 'customer' });
    expect(exactText(wide.json)).toBe(text);
    expect(items).toMatchObject([
      { kind: 'session', identityId: adaId, identityState: 'active' },
      { kind: 'session', identityId: adaId, identityState: 'active' },
    ]);
  });
});

test('reads JSON that begins with a byte order mark, in lists, single items and errors', async () => {
  const mark = '\ufeff';
  const list = await answering({ body: `${mark}[${JSON.stringify(wireIdentity())}]` });
  expect((await list.identities({ by: 'all' }, 100).next()).items).toMatchObject([{ kind: 'identity', id: adaId }]);
  const item = await (await answering({ body: `${mark}${JSON.stringify(wireIdentity())}` })).identity(adaId);
  expect(exactText(item.json)).toBe(JSON.stringify(wireIdentity()));
  const refusing = await answering({ status: 400, body: `${mark}${errorBody({ reason: 'no such filter' })}` });
  expect(await failureOf(refusing.version())).toEqual({ kind: 'rejected', reason: 'no such filter' });
});
