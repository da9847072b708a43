import { describe, expect, test } from 'vitest';
import { checkAgain, checkIntent, contain, draftOfFailed } from '../../../../src/core/containment/contain.ts';
import { unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import type { HttpResponse } from '../../../../src/core/http/transport.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { type Interfere, jsonError, jsonResponse, lost, ModelServer, noContent, onWrites } from './modelServer.ts';
import { all, Disk, draftOf, finished, first, portsOf, statuses } from './operation.ts';

test.each<[string, Interfere, string, number]>([
  [
    'a response that is lost after the server ended it',
    onWrites(async (_count, respond) => {
      respond();
      throw lost();
    }),
    'done',
    1,
  ],
  [
    'a request that is lost',
    onWrites(async () => {
      throw lost();
    }),
    'failed',
    0,
  ],
  ['a refusal that does nothing', onWrites(async () => jsonError(409, 'conflict')), 'failed', 0],
  ['a success that does nothing', onWrites(async () => noContent), 'unchanged', 0],
  ['a key that may only read', onWrites(async () => jsonError(403, 'read-only')), 'failed', 0],
  [
    'a 429, after which it is sent again',
    onWrites(async (count, respond) => (count === 1 ? jsonError(429, 'slow down') : respond())),
    'done',
    1,
  ],
  [
    'a 404 for a session that ended',
    onWrites(async (_count, respond) => {
      respond();
      return jsonError(404, 'Unable to locate the resource');
    }),
    'already',
    1,
  ],
])('finds the result of %s by reading the session again', async (_name, interfere, status, writes) => {
  const server = new ModelServer(1);
  const draft = await draftOf(server, first);
  server.interfere = interfere;
  expect(statuses(await contain(draft, portsOf(server)))).toEqual([status]);
  expect(server.writes).toHaveLength(writes);
});

test('says that a session could not be read again, rather than that it ended', async () => {
  const server = new ModelServer(1);
  const draft = await draftOf(server, first);
  let isDown = false;
  server.interfere = async (request, respond) => {
    if (isDown) {
      return jsonError(502, 'down');
    }
    isDown = request.method !== 'GET';
    return respond();
  };
  const disk = new Disk();
  const outcome = finished(await contain(draft, portsOf(server, disk)));
  expect(outcome.results).toMatchObject([{ status: 'failed', at: 'check', failure: { status: 502 } }]);
  expect(unfinishedIntents(disk.auditFiles())).toHaveLength(1);

  server.interfere = async (_request, respond) => respond();
  const again = finished(await contain(draftOfFailed(outcome), portsOf(server, disk)));
  expect(again.results).toEqual([{ id: uuid(1), status: 'already' }]);
  expect(server.writes).toHaveLength(1);
  expect(unfinishedIntents(disk.auditFiles())).toEqual([]);
});

test('records the result of all earlier attempts from the one that could be read again', async () => {
  const server = new ModelServer(1);
  const disk = new Disk();
  let draft = await draftOf(server, first);
  for (const _attempt of [1, 2]) {
    let isDown = false;
    server.interfere = onWrites(async () => {
      isDown = true;
      throw lost();
    });
    const { interfere } = server;
    server.interfere = async (request, respond) => (isDown ? jsonError(502, 'down') : interfere(request, respond));
    draft = draftOfFailed(finished(await contain(draft, portsOf(server, disk))));
  }
  expect(unfinishedIntents(disk.auditFiles())).toHaveLength(2);
  server.interfere = async (_request, respond) => respond();
  expect(statuses(await contain(draft, portsOf(server, disk)))).toEqual(['done']);
  expect(unfinishedIntents(disk.auditFiles())).toEqual([]);
});

describe.each<[string, number, Parameters<typeof draftOf>[1]]>([
  ['one session, which is read alone', 2, first],
  ['25 sessions, which are read in a list', 25, all],
])('of %s', (_name, count, selection) => {
  async function revokeWith(found: () => HttpResponse, from: 'the start' | 'the first write') {
    const server = new ModelServer(count);
    const draft = await draftOf(server, selection);
    let isFound = from === 'the start';
    server.interfere = async ({ method, path }, respond) => {
      isFound ||= method !== 'GET';
      return isFound && path === `/admin/sessions/${uuid(1)}` ? found() : respond();
    };
    const outcome = await contain(draft, portsOf(server, new Disk(), { bulk: { isSupported: false } }));
    expect(server.holdsActive(uuid(1))).toBe(true);
    return finished(outcome).results.filter(({ status }) => status !== 'done');
  }

  test('reports a session as failed, not gone, when a gateway responds 404 and the list holds it as active', async () => {
    expect(await revokeWith(() => jsonError(404, 'Unable to locate the resource'), 'the start')).toEqual([
      { id: uuid(1), status: 'failed', at: 'request', failure: { kind: 'falselyMissing' } },
    ]);
  });

  test('reports a session as failed, not gone, when the 404 for it is not from Kratos', async () => {
    const error = { code: 404, status: 'NOT_FOUND', message: 'Requested entity was not found.' };
    expect(await revokeWith(() => jsonResponse(404, { error }), 'the first write')).toMatchObject([
      { id: uuid(1), status: 'failed', at: 'request', failure: { kind: 'noSuchRoute' } },
    ]);
  });
});

test('reports a deleted session as failed until its list is proven complete, then as gone', async () => {
  const server = new ModelServer(2);
  const draft = await draftOf(server, first);
  server.remove(uuid(1));
  server.interfere = async ({ path }, respond) => {
    const response = respond();
    return path.endsWith('/sessions')
      ? { ...response, headers: { ...response.headers, age: '5', date: 'Fri, 27 Nov 2026 12:00:00 GMT' } }
      : response;
  };
  const outcome = finished(await contain(draft, portsOf(server)));
  expect(outcome.results).toMatchObject([{ status: 'failed', failure: { kind: 'notFound' } }]);
  server.interfere = async (_request, respond) => respond();
  const { results } = await checkAgain(outcome, portsOf(server));
  expect(results).toEqual([{ id: uuid(1), status: 'gone' }]);
});

test('tries only the failed rows again', async () => {
  const server = new ModelServer(3);
  const draft = await draftOf(server, all);
  server.interfere = onWrites(async (count, respond) => (count === 2 ? jsonError(500, 'deadlock') : respond()));
  const outcome = finished(await contain(draft, portsOf(server)));
  expect(statuses(outcome)).toEqual(['done', 'failed', 'done']);
  expect(statuses(await contain(draftOfFailed(outcome), portsOf(server)))).toEqual(['done']);
  expect(server.writes.flatMap(({ repeated }) => repeated)).toEqual([]);
});

test('revokes the sessions of a disabled identity, and reports none as ended that would come back', async () => {
  for (const count of [3, 30]) {
    const server = new ModelServer(count);
    server.state = 'inactive';
    const draft = await draftOf(server, all);
    server.revoke(uuid(1));
    server.interfere = onWrites(async (number, respond) => (number === 1 ? jsonError(500, 'deadlock') : respond()));
    const outcome = await contain(draft, portsOf(server, new Disk(), { bulk: { isSupported: false } }));
    const done = Array.from({ length: count - 2 }, () => 'done');
    expect([...statuses(outcome)].sort()).toEqual(['already', ...done, 'failed'].sort());
    expect(server.rows.filter(({ active }) => active)).toHaveLength(1);
  }
});

test('a session that a list leaves out is read alone and revoked, and not called gone', async () => {
  const server = new ModelServer(25);
  const draft = await draftOf(server, all);
  server.interfere = async ({ method, path }, respond) => {
    if (method !== 'GET' || !path.endsWith('/sessions')) {
      return respond();
    }
    const rows: readonly unknown[] = JSON.parse(respond().body.toString());
    return jsonResponse(200, rows.slice(1), { 'x-total-count': String(rows.length - 1) });
  };
  const outcome = finished(await contain(draft, portsOf(server)));
  expect(statuses(outcome)).toEqual(Array(25).fill('done'));
  expect(server.rows.some(({ active }) => active)).toBe(false);
});

test('an intent without an outcome is checked after a restart by GETs alone, and has an outcome then', async () => {
  const server = new ModelServer(2);
  const disk = new Disk();
  const draft = await draftOf(server, all);
  // The window ends with the second request: nothing of it goes on.
  const ended = Promise.withResolvers<void>();
  server.interfere = onWrites(async (count, respond) => {
    if (count === 2) {
      ended.resolve();
    }
    return count === 1 ? respond() : new Promise(() => {});
  });
  void contain(draft, portsOf(server, disk));
  await ended.promise;
  server.interfere = async (_request, respond) => respond();
  const [intent] = unfinishedIntents(disk.auditFiles());
  expect(intent).toBeDefined();
  const writes = server.writes.length;
  const { results } = intent ? await checkIntent(intent, portsOf(server, disk)) : { results: [] };
  expect(results).toEqual([
    { id: uuid(2), status: 'done' },
    { id: uuid(1), status: 'failed', at: 'request', failure: undefined },
  ]);
  expect(server.writes).toHaveLength(writes);
  expect(unfinishedIntents(disk.auditFiles())).toEqual([]);
  expect(disk.auditFiles().map(verifyAuditLog)).toMatchObject([{ kind: 'whole' }, { kind: 'whole' }]);
});

test('an action is checked again later, by GETs alone, with another outcome in the audit log', async () => {
  const server = new ModelServer(4);
  const disk = new Disk();
  const draft = await draftOf(server, all);
  server.revoke(uuid(1));
  server.interfere = onWrites(async (count, respond) => {
    if (count === 1) {
      throw lost();
    }
    return count === 2 ? noContent : respond();
  });
  const outcome = finished(await contain(draft, portsOf(server, disk)));
  expect(statuses(outcome)).toEqual(['failed', 'unchanged', 'done', 'already']);
  const writes = server.writes.length;
  server.revoke(uuid(3));
  const { results } = await checkAgain(outcome, portsOf(server, disk));
  expect(results.map(({ status }) => status)).toEqual(['failed', 'done', 'done', 'already']);
  expect(server.writes).toHaveLength(writes);
  expect(disk.auditLines().map(({ kind }) => kind)).toEqual(['intent', 'outcome', 'outcome']);
});
