import { expect, test } from 'vitest';
import { checkAgain, checkIntent, contain } from '../../../../src/core/containment/contain.ts';
import { unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { lost, ModelServer, noContent, onWrites } from './modelServer.ts';
import { Disk, draftOf, finished, portsOf, statuses } from './operation.ts';

const all = { kind: 'all' } as const;

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
