import { describe, expect, test, vi } from 'vitest';
import { checkAgain, contain, draftOfFailed } from '../../../../src/core/containment/contain.ts';
import { unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import { type HttpResponse, TransportError } from '../../../../src/core/http/transport.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { type Interfere, jsonError, jsonResponse, lost, ModelServer, noContent, onWrites } from './modelServer.ts';
import { Disk, draftOf, finished, portsOf, statuses } from './operation.ts';

const first = { kind: 'sessions', ids: [uuid(1)] } as const;
const all = { kind: 'all' } as const;

describe('revoking sessions', () => {
  test('ends the targets alone, each by a DELETE with its id, and sees that they ended', async () => {
    const server = new ModelServer(3);
    const disk = new Disk();
    const outcome = await contain(
      await draftOf(server, { kind: 'allBut', ids: [uuid(2)], origins: [] }),
      portsOf(server, disk),
    );
    expect(statuses(outcome)).toEqual(['done', 'done']);
    expect(server.writes.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([
      `DELETE /admin/sessions/${uuid(1)}`,
      `DELETE /admin/sessions/${uuid(3)}`,
    ]);
    expect(server.holdsActive(uuid(2))).toBe(true);
  });

  test('records the intent before the first request and the outcome after the last', async () => {
    const server = new ModelServer(2);
    const disk = new Disk();
    const linesAtWrite: number[] = [];
    server.interfere = onWrites(async (_count, respond) => {
      linesAtWrite.push(disk.auditLines().length);
      return respond();
    });
    const outcome = finished(await contain(await draftOf(server, first), portsOf(server, disk)));
    expect(linesAtWrite).toEqual([1]);
    expect(disk.auditLines()).toMatchObject([
      { kind: 'intent', reason: 'SEC-7', targets: [uuid(1)], kept: [uuid(2)], evidence: outcome.evidence },
      {
        kind: 'outcome',
        intent: outcome.intent.hash,
        results: [{ id: uuid(1), status: 'done', before: 'active', after: 'done', verified: true }],
      },
    ]);
    expect(disk.audit.join('')).not.toMatch(/Mozilla|ada@example|203\.0\.113/);
    expect(disk.auditFiles().map(verifyAuditLog)).toMatchObject([{ kind: 'whole', lines: 2 }]);
  });

  test.each<[string, Partial<Parameters<typeof portsOf>[2]>, string]>([
    ['a preview', { approve: async () => false }, 'declined'],
    ['a locked connection', { permit: () => undefined }, 'locked'],
    ['a cancelled action', { signal: AbortSignal.abort() }, 'cancelled'],
  ])('sends and writes nothing for %s', async (_name, over, why) => {
    const server = new ModelServer(2);
    const disk = new Disk();
    const outcome = await contain(await draftOf(server, all), portsOf(server, disk, over));
    expect(outcome).toMatchObject({ kind: 'stopped', why });
    expect([server.writes, disk.audit, disk.evidence.size]).toEqual([[], [], 0]);
  });

  test('shows nothing and sends nothing without targets', async () => {
    const server = new ModelServer(1);
    const approve = vi.fn(async () => true);
    const draft = await draftOf(server, { kind: 'sessions', ids: [uuid(9)] });
    const outcome = await contain(draft, portsOf(server, new Disk(), { approve }));
    expect(outcome).toMatchObject({ kind: 'stopped', why: 'nothingToDo' });
    expect(approve).not.toHaveBeenCalled();
  });

  test.each([
    ['evidence', 'noEvidence'],
    ['audit', 'noAudit'],
  ] as const)('sends nothing when the %s cannot be written', async (failing, why) => {
    const server = new ModelServer(2);
    const disk = new Disk();
    disk.around = async (what, write) => {
      if (what === failing) {
        throw new Error('ENOSPC');
      }
      write();
    };
    const outcome = await contain(await draftOf(server, all), portsOf(server, disk));
    expect(outcome).toMatchObject({ kind: 'stopped', why });
    expect(server.writes).toEqual([]);
  });

  test('says that the outcome is not recorded when the disk is full after the requests', async () => {
    const server = new ModelServer(1);
    const disk = new Disk();
    const full = new Error('ENOSPC');
    disk.around = async (what, write) => {
      if (what === 'audit' && server.writes.length > 0) {
        throw full;
      }
      write();
    };
    const outcome = finished(await contain(await draftOf(server, all), portsOf(server, disk)));
    expect(statuses(outcome)).toEqual(['done']);
    expect(outcome.unrecorded).toBe(full);
    expect(unfinishedIntents(disk.auditFiles())).toMatchObject([{ hash: outcome.intent.hash }]);
  });

  test('sends nothing when the server cannot be read again', async () => {
    const server = new ModelServer(2);
    const draft = await draftOf(server, all);
    server.interfere = async () => jsonError(503, 'maintenance');
    const outcome = await contain(draft, portsOf(server));
    expect(outcome).toMatchObject({ kind: 'stopped', why: 'notRead', failure: { kind: 'serverError', status: 503 } });
    expect(server.writes).toEqual([]);
  });

  test('sends nothing for sessions that ended or were deleted since the plan', async () => {
    const server = new ModelServer(3);
    const draft = await draftOf(server, all);
    server.revoke(uuid(1));
    server.remove(uuid(2));
    const outcome = await contain(draft, portsOf(server));
    expect(statuses(outcome)).toEqual(['done', 'gone', 'already']);
    expect(server.writes.flatMap(({ ids }) => ids)).toEqual([uuid(3)]);
  });

  test('revokes the sessions of a disabled identity, and calls none ended that would come back', async () => {
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

  describe('when a session began since the plan', () => {
    test('asks about it, and keeps it where the user says so', async () => {
      const server = new ModelServer(2);
      const disk = new Disk();
      const draft = await draftOf(server, all);
      const begun = server.logIn();
      const askAboutNew = vi.fn(async () => 'keep' as const);
      const outcome = finished(await contain(draft, portsOf(server, disk, { askAboutNew })));
      expect(askAboutNew).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ id: begun })]);
      expect(server.holdsActive(begun)).toBe(true);
      expect(outcome.draft.plan).toMatchObject({ scope: 'allBut', kept: [{ id: begun }] });
    });

    test('revokes it where the user includes it, with evidence of it', async () => {
      const server = new ModelServer(2);
      const disk = new Disk();
      const draft = await draftOf(server, first);
      const begun = server.logIn();
      const outcome = finished(await contain(draft, portsOf(server, disk, { askAboutNew: async () => 'include' })));
      expect(outcome.results).toEqual([uuid(1), begun].map((id) => ({ id, status: 'done' })));
      expect(disk.evidence.get(outcome.evidence.file)?.has(`sessions/${begun}.json`)).toBe(true);
      expect(disk.auditLines()[0].targets).toEqual([uuid(1), begun]);
    });

    test('sends nothing where the user stops', async () => {
      const server = new ModelServer(2);
      const draft = await draftOf(server, all);
      server.logIn();
      const outcome = await contain(draft, portsOf(server, new Disk(), { askAboutNew: async () => 'stop' }));
      expect(outcome).toMatchObject({ kind: 'stopped', why: 'declinedNew' });
      expect(server.writes).toEqual([]);
    });

    test('asks again about one that begins while the user decides', async () => {
      const server = new ModelServer(1);
      const draft = await draftOf(server, all);
      server.logIn();
      const asked: (readonly string[])[] = [];
      await contain(
        draft,
        portsOf(server, new Disk(), {
          askAboutNew: async (rows) => {
            asked.push(rows.map(({ id }) => id));
            if (asked.length === 1) {
              server.logIn();
            }
            return 'include';
          },
        }),
      );
      expect(asked).toEqual([[uuid(2)], [uuid(3)]]);
      expect(server.rows.filter(({ active }) => active)).toEqual([]);
    });

    test('does not ask about older sessions that a list which was not read to its end does not hold', async () => {
      const server = new ModelServer(3);
      const { plan, sessions } = await draftOf(server, { kind: 'sessions', ids: [uuid(3)] });
      const partial = { plan: { ...plan, list: { kind: 'more' as const } }, sessions: sessions.slice(0, 1) };
      const askAboutNew = vi.fn(async () => 'keep' as const);
      await contain(partial, portsOf(server, new Disk(), { askAboutNew }));
      expect(askAboutNew).not.toHaveBeenCalled();
      const begun = server.logIn();
      server.logIn();
      server.revoke(uuid(5));
      await contain(
        { ...partial, plan: { ...partial.plan, targets: [{ id: uuid(3), state: 'active' }] } },
        portsOf(server, new Disk(), { askAboutNew }),
      );
      expect(askAboutNew).toHaveBeenCalledExactlyOnceWith([expect.objectContaining({ id: begun })]);
    });
  });

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
  ])('settles %s by reading the session again', async (_name, interfere, status, writes) => {
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

  test('settles all earlier attempts by the one that could be read again', async () => {
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

    test('calls a session that the list holds as active failed, not gone, when a gateway says 404 for it', async () => {
      expect(await revokeWith(() => jsonError(404, 'Unable to locate the resource'), 'the start')).toEqual([
        { id: uuid(1), status: 'failed', at: 'request', failure: { kind: 'falselyMissing' } },
      ]);
    });

    test('calls a session failed, not gone, when the 404 for it is none of Kratos', async () => {
      const error = { code: 404, status: 'NOT_FOUND', message: 'Requested entity was not found.' };
      expect(await revokeWith(() => jsonResponse(404, { error }), 'the first write')).toMatchObject([
        { id: uuid(1), status: 'failed', at: 'request', failure: { kind: 'noSuchRoute' } },
      ]);
    });
  });

  test('calls a deleted session failed while its list is not proven complete, and gone once it is', async () => {
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

  test.each<[string, (server: ModelServer, cancel: AbortController) => Interfere, string]>([
    [
      'the unlock ends',
      (server) =>
        onWrites(async (_count, respond) => {
          server.isLocked = true;
          return respond();
        }),
      'locked',
    ],
    [
      'the user cancels',
      (_server, cancel) =>
        onWrites(async (_count, respond) => {
          cancel.abort();
          return respond();
        }),
      'cancelled',
    ],
    ['the key may only read', () => onWrites(async () => jsonError(403, 'read-only')), 'stopped'],
    ['the server fails again and again', () => onWrites(async () => jsonError(500, 'down')), 'stopped'],
  ])('stops sending when %s, and the other rows were not sent', async (_name, interfere, why) => {
    const server = new ModelServer(40);
    const draft = await draftOf(server, all);
    const cancel = new AbortController();
    server.interfere = interfere(server, cancel);
    const ports = portsOf(server, new Disk(), { bulk: { isSupported: false }, signal: cancel.signal });
    const { results } = finished(await contain(draft, ports));
    const notSent = results.filter(({ status }) => status === 'notSent');
    expect(notSent.length).toBeGreaterThanOrEqual(28);
    expect(notSent).toEqual(notSent.map(({ id }) => ({ id, status: 'notSent', why })));
    expect(results.filter(({ status }) => status === 'done').map(({ id }) => server.holdsActive(id))).not.toContain(
      true,
    );
  });

  test('calls a row not sent whose permit ends when it is already at the transport', async () => {
    const server = new ModelServer(2);
    const draft = await draftOf(server, first);
    server.interfere = onWrites(async () => {
      throw new TransportError({ kind: 'locked' });
    });
    const { results } = finished(await contain(draft, portsOf(server)));
    expect(results).toEqual([{ id: uuid(1), status: 'notSent', why: 'locked' }]);
  });

  test('records what was done before an error of this process, and returns the error', async () => {
    const server = new ModelServer(2);
    const disk = new Disk();
    const draft = await draftOf(server, all);
    const bug = new Error('bug');
    server.interfere = onWrites(async (count, respond) => {
      if (count === 2) {
        throw bug;
      }
      return respond();
    });
    const outcome = finished(await contain(draft, portsOf(server, disk)));
    expect(outcome.error).toBe(bug);
    expect(statuses(outcome)).toEqual(['done', 'failed']);
    expect(disk.auditLines()).toHaveLength(2);
  });

  test('records what was sent and returns its results when an error of this process stops the check', async () => {
    const server = new ModelServer(1);
    const disk = new Disk();
    const draft = await draftOf(server, all);
    const bug = new Error('bug');
    let isSent = false;
    server.interfere = async ({ method }, respond) => {
      if (isSent) {
        throw bug;
      }
      isSent = method !== 'GET';
      return respond();
    };
    const outcome = finished(await contain(draft, portsOf(server, disk)));
    expect(outcome).toMatchObject({ error: bug, results: [{ id: uuid(1), status: 'failed', at: 'check' }] });
    expect(disk.auditLines()).toMatchObject([{ kind: 'intent' }, { results: [{ status: 'failed', verified: false }] }]);
    expect(unfinishedIntents(disk.auditFiles())).toHaveLength(1);
  });

  test('sends at most four requests at once', async () => {
    const server = new ModelServer(30);
    const draft = await draftOf(server, all);
    let open = 0;
    let most = 0;
    server.interfere = async (_request, respond) => {
      open += 1;
      most = Math.max(most, open);
      await new Promise(setImmediate);
      open -= 1;
      return respond();
    };
    const outcome = await contain(draft, portsOf(server, new Disk(), { bulk: { isSupported: false } }));
    expect(new Set(statuses(outcome))).toEqual(new Set(['done']));
    expect(most).toBe(4);
  });

  describe('in bulk', () => {
    test('disables 1,203 sessions in three requests of at most 500 ids', async () => {
      const server = new ModelServer(1203);
      server.hasBulk = true;
      const bulk = { isSupported: undefined };
      const outcome = await contain(await draftOf(server, all), portsOf(server, new Disk(), { bulk }));
      expect(new Set(statuses(outcome))).toEqual(new Set(['done']));
      expect(server.writes.map(({ method, ids }) => [method, ids.length])).toEqual([
        ['POST', 500],
        ['POST', 500],
        ['POST', 203],
      ]);
      expect(bulk).toEqual({ isSupported: true });
    });

    test('learns once from a 405 that the server has no bulk endpoint, and revokes one by one', async () => {
      const server = new ModelServer(12);
      const bulk = { isSupported: undefined };
      const ports = portsOf(server, new Disk(), { bulk });
      const half = { kind: 'sessions', ids: [1, 2, 3, 4, 5, 6].map(uuid) } as const;
      expect(new Set(statuses(await contain(await draftOf(server, half), ports)))).toEqual(new Set(['done']));
      expect(new Set(statuses(await contain(await draftOf(server, all), ports)))).toEqual(new Set(['done']));
      expect(server.writes.filter(({ method }) => method === 'POST')).toHaveLength(1);
      expect(server.writes).toHaveLength(13);
    });

    test('does not send ids again whose response was lost', async () => {
      const server = new ModelServer(6);
      server.hasBulk = true;
      const draft = await draftOf(server, all);
      server.interfere = onWrites(async (_count, respond) => {
        respond();
        throw lost();
      });
      expect(new Set(statuses(await contain(draft, portsOf(server))))).toEqual(new Set(['done']));
      expect(server.writes).toHaveLength(1);
    });
  });
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
