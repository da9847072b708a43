import { describe, expect, test, vi } from 'vitest';
import { contain } from '../../../../src/core/containment/contain.ts';
import { unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { jsonError, ModelServer, onWrites } from './modelServer.ts';
import { all, Disk, draftOf, finished, first, portsOf, statuses } from './operation.ts';

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

  describe('when a session began since the plan', () => {
    test('asks about it, and keeps it when the user selects to keep it', async () => {
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
});
