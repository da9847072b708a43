import { beforeEach, describe, expect, test } from 'vitest';
import type { Directory } from '../../../src/core/directory/directory.ts';
import type { FoundId } from '../../../src/core/lookup/extractIds.ts';
import type { SearchedKind } from '../../../src/core/lookup/prefill.ts';
import { type LookupFinding, searchConnections } from '../../../src/find/searchConnections.ts';
import { searchIdentities, searchIdentitiesAndNames } from '../../../src/find/searchIdentities.ts';
import { searchIds } from '../../../src/find/searchIds.ts';
import { identityName } from '../../../src/text/identityName.ts';
import { anIdentity, adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../fakes/fakeKratos.ts';

const sessionId = uuid(1);
const connectionId = 'acme';

/** Returns an identity with this identifier of its password; `over` replaces members of the server's JSON. */
function identified(identifier: string, over: Readonly<Record<string, unknown>> = {}) {
  return anIdentity({ credentials: { password: { type: 'password', identifiers: [identifier] } }, ...over });
}

const ada = identified('ada@example.org');
let server: FakeKratos;
let directory: Directory;

beforeEach(() => {
  server = new FakeKratos();
  directory = server.open();
});

function searchTarget() {
  const logged: string[] = [];
  const { signal } = new AbortController();
  return { directory, connectionId, signal, logged, log: (message: string) => logged.push(message) };
}

async function byIds(ids: readonly FoundId[], wanted: SearchedKind = 'session') {
  const reports: (readonly LookupFinding[])[] = [];
  await searchIds(searchTarget(), ids, wanted, (findings) => reports.push(findings));
  return { reports, last: reports.at(-1) ?? [] };
}

async function byText(text: string) {
  const reports: (readonly LookupFinding[])[] = [];
  const parts = searchTarget();
  await searchIdentities(parts, text, (findings) => reports.push(findings));
  return { last: reports.at(-1) ?? [], logged: parts.logged };
}

describe('an id', () => {
  test('of a session is reported first without, then with its identity', async () => {
    const session = aSession();
    server.put(session, ada);
    const { reports } = await byIds([{ id: sessionId, kind: undefined }]);
    const finding = { kind: 'session', connectionId, session, identityId };
    expect(reports).toEqual([[{ ...finding, identity: undefined }], [{ ...finding, identity: ada }]]);
    expect(server.requests).toEqual([`session ${sessionId}`, `identity ${identityId}`]);
  });

  test('that is not a session is read as an identity', async () => {
    server.put(ada);
    const { last } = await byIds([{ id: identityId, kind: undefined }]);
    expect(last).toEqual([{ kind: 'identity', connectionId, identity: ada }]);
    expect(server.requests).toEqual([`session ${identityId}`, `identity ${identityId}`]);
  });

  test('that the text names an identity takes one request', async () => {
    server.put(ada);
    await byIds([{ id: identityId, kind: 'identity' }]);
    expect(server.requests).toEqual([`identity ${identityId}`]);
  });

  test('of a cached session is reported from the cache, then in its current state', async () => {
    const [before, now] = [aSession(), aSession({ active: false })];
    directory.pinFoundSession(identityId, before);
    directory.pinFound(ada);
    server.put(now);
    const { reports } = await byIds([{ id: sessionId, kind: undefined }]);
    expect(reports[0]).toMatchObject([{ kind: 'session', session: before, identity: ada }]);
    expect(reports.at(-1)).toEqual([{ kind: 'session', connectionId, session: now, identityId, identity: ada }]);
    expect(server.requests).toEqual([`session ${sessionId}`]);
  });

  test('of a cached session stays reported beside the failure of its server', async () => {
    directory.pinFoundSession(identityId, aSession());
    server.failures.set(`session ${sessionId}`, refused);
    const { last } = await byIds([{ id: sessionId, kind: undefined }]);
    expect(last.map(({ kind }) => kind)).toEqual(['session', 'failure']);
  });

  test('of a cached session that the server no longer has is not a finding', async () => {
    directory.pinFoundSession(identityId, aSession());
    const { last } = await byIds([{ id: sessionId, kind: undefined }]);
    expect(last).toEqual([]);
  });

  test('of neither a session nor an identity is not a finding', async () => {
    const { last } = await byIds([{ id: sessionId, kind: undefined }]);
    expect(last).toEqual([]);
  });

  test('whose server fails is a failure without a request for the other kind', async () => {
    server.failures.set(`session ${sessionId}`, refused);
    const { last } = await byIds([{ id: sessionId, kind: undefined }]);
    expect(last).toEqual([{ kind: 'failure', connectionId, failure: refused }]);
    expect(server.requests).toEqual([`session ${sessionId}`]);
  });

  test('of a session stays found when its identity cannot be read, and that is logged', async () => {
    server.put(aSession());
    server.failures.set(`identity ${identityId}`, refused);
    const parts = searchTarget();
    const findings = await searchIds(parts, [{ id: sessionId, kind: undefined }], 'session', () => {});
    expect(findings).toMatchObject([{ kind: 'session', identity: undefined }]);
    expect(parts.logged).toEqual(['acme: the identity of a found session could not be read (refused)']);
  });

  test('rejects with an error that is not a failure of the server', async () => {
    server.failures.set(`session ${sessionId}`, new TypeError('x'));
    await expect(byIds([{ id: sessionId, kind: undefined }])).rejects.toThrow(TypeError);
  });
});

describe('an identity', () => {
  const prefix = (text: string) => `identities ${text} 0`;
  const exact = (text: string) => `identities "${text}" 0`;

  const twenty = () => Array.from({ length: 20 }, (_, index) => identified(`ada${index}`, { id: uuid(index + 10) }));

  test('is found by the prefix of an identifier, beside a request for the external id', async () => {
    server.put(ada);
    const { last } = await byText(' ada@ ');
    expect(last).toEqual([{ kind: 'identity', connectionId, identity: ada }]);
    expect(server.requests).toEqual([prefix('ada@'), 'external ada@']);
  });

  test('is found by its exact identifier in another spelling, which no prefix matches', async () => {
    server.put(ada);
    const { last } = await byText('ADA@example.org');
    expect(last).toEqual([{ kind: 'identity', connectionId, identity: ada }]);
    expect(server.requests).toEqual([prefix('ADA@example.org'), 'external ADA@example.org', exact('ADA@example.org')]);
  });

  test('is found once, by its external id first', async () => {
    const address = 'crm-42@example.org';
    server.put(identified(address, { id: sessionId }), identified(address, { external_id: 'crm-42' }));
    const { last } = await byText('crm-42');
    expect(last.map((finding) => finding.kind === 'identity' && finding.identity.id)).toEqual([identityId, sessionId]);
  });

  test('is found by its id, by the id of its session, and by an external id that is a UUID', async () => {
    const externalId = '11111111-2222-4333-8444-555555555555';
    const identity = anIdentity({ external_id: externalId });
    server.put(identity, aSession());
    expect((await byText(identityId)).last).toEqual([{ kind: 'identity', connectionId, identity }]);
    expect((await byText(sessionId)).last).toMatchObject([{ kind: 'session', identityId, identity }]);
    expect((await byText(externalId)).last).toEqual([{ kind: 'identity', connectionId, identity }]);
  });

  test('logs that a server has no external ids and sends it no further request for one', async () => {
    server.put(ada);
    const template = '/admin/identities/by/external/{externalId}';
    server.failures.set('external ada', { kind: 'noSuchRoute', template, status: 404 });
    const { last, logged } = await byText('ada');
    expect(last).toEqual([{ kind: 'identity', connectionId, identity: ada }]);
    expect(logged).toHaveLength(1);
    await byText('adam');
    expect(server.requests.filter((request) => request.startsWith('external'))).toEqual(['external ada']);
  });

  test('is found by an address that contains an unknown UUID', async () => {
    const address = `${sessionId}@anon.example.org`;
    const identity = identified(address);
    server.put(identity);
    const { last } = await byText(address);
    expect(last).toEqual([{ kind: 'identity', connectionId, identity }]);
    expect(server.requests).toEqual([
      `identity ${sessionId}`,
      `session ${sessionId}`,
      prefix(address),
      `external ${address}`,
    ]);
  });

  test('is not searched by a log line with an unknown id', async () => {
    await byText(`level=info identity=${identityId}`);
    expect(server.requests).toEqual([`identity ${identityId}`, `session ${identityId}`]);
  });

  test('comes first by its exact identifier when too many have the prefix', async () => {
    const exactly = identified('ada');
    const others = twenty();
    server.put(...others, exactly);
    const { last } = await byText('ada');
    expect(last.map((finding) => finding.kind === 'identity' && finding.identity)).toEqual([
      exactly,
      ...others.slice(0, 19),
      false,
    ]);
    expect(last.at(-1)).toEqual({ kind: 'more', connectionId, shown: 20 });
  });

  test('reports that there may be more after 20 identities', async () => {
    server.put(...twenty());
    const { last } = await byText('ada');
    expect(last).toHaveLength(21);
    expect(last.at(-1)).toEqual({ kind: 'more', connectionId, shown: 20 });
  });

  test('reports one failure when both requests fail', async () => {
    server.failure = refused;
    expect((await byText('ada')).last).toEqual([{ kind: 'failure', connectionId, failure: refused }]);
  });

  test('sends no request for one letter', async () => {
    await byText(' a ');
    expect(server.requests).toEqual([]);
  });
});

describe('several connections', () => {
  test('are searched in parallel, and the findings of one are reported while another fails or is slow', async () => {
    const [slow, failing, quick] = [new FakeKratos(), new FakeKratos(), new FakeKratos()];
    const answer = Promise.withResolvers<void>();
    slow.answersAfter = () => answer.promise;
    failing.failure = refused;
    for (const one of [slow, quick]) {
      one.put(aSession(), ada);
    }

    const reports: (readonly LookupFinding[])[] = [];
    const search = searchConnections(
      new FakeConnections({ slow: slow.open(), failing: failing.open(), quick: quick.open() }),
      (parts, text, report) => searchIds(parts, [{ id: text, kind: undefined }], 'session', report),
      () => {},
    );
    const done = search(sessionId, new AbortController().signal, (findings) => reports.push(findings));
    await expect
      .poll(() => reports.at(-1)?.map((finding) => [finding.connectionId, finding.kind]))
      .toEqual([
        ['failing', 'failure'],
        ['quick', 'session'],
      ]);
    answer.resolve();
    await done;
    expect(reports.at(-1)?.map((finding) => [finding.connectionId, finding.kind])).toEqual([
      ['slow', 'session'],
      ['failing', 'failure'],
      ['quick', 'session'],
    ]);
  });

  test('abort their requests when the search is aborted', async () => {
    server.put(ada);
    const abort = new AbortController();
    await searchConnections(new FakeConnections({ acme: directory }), searchIdentities, () => {})(
      'ada',
      abort.signal,
      () => {},
    );
    expect(server.signals).toHaveLength(2);
    abort.abort();
    expect(server.signals.every(({ aborted }) => aborted)).toBe(true);
  });
});

describe('a name', () => {
  async function byName(text: string) {
    const reports: (readonly LookupFinding[])[] = [];
    await searchIdentitiesAndNames(searchTarget(), text, identityName, (findings) => reports.push(findings));
    return reports;
  }

  test('finds the loaded identities that it is in before the server responds', async () => {
    const grace = anIdentity({ id: 'c2a4b8d0-1111-4222-8333-944455566677', traits: { name: 'Grace Hopper' } });
    directory.pinFound(ada);
    directory.pinFound(grace);
    const loaded = { kind: 'identity', connectionId, identity: ada, isLoaded: true };
    const reports = await byName(' LOVE');
    expect(reports[0]).toEqual([loaded]);
    expect(reports.at(-1)).toEqual([loaded]);
  });

  test('does not list a loaded identity twice when the server finds it, too', async () => {
    directory.pinFound(ada);
    server.put(ada);
    const reports = await byName('ada');
    expect(reports.at(-1)).toEqual([{ kind: 'identity', connectionId, identity: ada }]);
  });

  test('of one character finds nothing, because it is in most names', async () => {
    directory.pinFound(ada);
    expect((await byName('a')).flat()).toEqual([]);
  });
});
