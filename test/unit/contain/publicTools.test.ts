import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IntentRecord } from '../../../src/core/containment/auditRecord.ts';
import { keepEvidence } from '../../../src/core/containment/evidence.ts';
import { planForSessions } from '../../../src/core/containment/plan.ts';
import { unfinishedIntents } from '../../../src/core/containment/readAuditLog.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { adaId, identityRowOf, wireIdentity } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { temporaryFolder, windowRecords } from './recordsUnderTest.ts';

const hasTools =
  process.platform !== 'win32' &&
  ['bash', 'jq', 'sha256sum'].every((tool) => spawnSync(tool, ['--version']).status === 0);

/** Returns the commands on a page of docs. */
function commandsOf(page: string): readonly string[] {
  const text = readFileSync(`docs/${page}.md`, 'utf8');
  return [...text.matchAll(/```bash\n([^`]*)```/g)].map(([, command]) => command ?? '');
}

function run(command: string | undefined, variables: Readonly<Record<string, string>>) {
  const { status, stdout } = spawnSync('bash', ['-c', command ?? 'exit 9'], {
    env: { ...process.env, LC_ALL: 'C', ...variables },
    encoding: 'utf8',
  });
  return { status, stdout };
}

/** Writes evidence of two sessions, and an audit log with its intent and two further lines. */
async function aRecordedAction() {
  const identity = identityRowOf(JSON.stringify(wireIdentity()));
  if (identity.kind !== 'identity') {
    throw new Error('no identity');
  }
  const at = new Date('2026-11-27T10:00:00.5Z');
  const sessions = [aSession({ id: uuid(1) }), aSession({ id: uuid(2) })];
  const { connection, osUser, host, tool, reason } = anIntent();
  const plan = planForSessions({
    action: { kind: 'revokeSessions' },
    selection: { kind: 'all' },
    connection,
    identity: { id: adaId, state: 'active' },
    reading: { sessions, end: { kind: 'complete', by: 'count' }, readAt: at },
  });
  const operation = { osUser, host, tool, reason };
  const records = windowRecords(await temporaryFolder());
  const input = { plan, identity, sessions, operation, at, serverDateOffset: -120 };
  const evidence = await keepEvidence(records.evidence, input);
  const intent: Partial<IntentRecord> = { evidence, reason: 'with ,"hash":" in it, \\ and „ä“' };
  const hash = await records.audit.append(anIntent(intent));
  await records.audit.append(anOutcome(hash));
  await records.audit.append(anIntent({ evidence }));
  return { folder: evidence.file, log: records.auditFile() ?? '', head: records.audit.head };
}

describe.skipIf(!hasTools)('the commands of docs/evidence.md', () => {
  const [files, plan] = commandsOf('evidence');

  test('accept what the extension wrote', async () => {
    const { folder } = await aRecordedAction();
    const { status, stdout } = run(files, { folder });
    expect([status, stdout.match(/: OK$/gm)?.length]).toEqual([0, 4]);
    expect(run(plan, { folder })).toEqual({ status: 0, stdout: 'OK\n' });
  });

  test('refuse a changed session and a changed plan', async () => {
    const { folder } = await aRecordedAction();
    await appendFile(path.join(folder, 'sessions', `${uuid(1)}.json`), ' ');
    await appendFile(path.join(folder, 'plan.json'), ' ');
    expect(run(files, { folder })).toMatchObject({ status: 1 });
    expect(run(plan, { folder })).toEqual({ status: 1, stdout: '' });
  });
});

describe.skipIf(!hasTools)('the commands of docs/audit-log.md', () => {
  const [lines, chain, head, manifests, unfinished] = commandsOf('audit-log');

  test('accept what the extension wrote', async () => {
    const action = await aRecordedAction();
    const { log } = action;
    expect(run(lines, { log })).toEqual({ status: 0, stdout: 'OK\n' });
    expect(run(chain, { log })).toEqual({ status: 0, stdout: 'true\n' });
    expect(run(head, { log })).toEqual({ status: 0, stdout: `${action.head}\n` });
    const checked = run(manifests, { log, evidence: path.dirname(action.folder) });
    expect([checked.status, checked.stdout.match(/: OK$/gm)?.length]).toEqual([0, 2]);
  });

  test('refuse a changed line, a removed line and a changed manifest', async () => {
    const { log, folder } = await aRecordedAction();
    const text = await readFile(log, 'utf8');
    await writeFile(log, text.replace('grace', 'mallory'));
    expect(run(lines, { log })).toMatchObject({ status: 1 });
    await writeFile(log, text.replace(/\n.*\n/, '\n'));
    expect(run(lines, { log })).toMatchObject({ status: 0 });
    expect(run(chain, { log })).toEqual({ status: 1, stdout: 'false\n' });
    await appendFile(path.join(folder, 'MANIFEST.json'), ' ');
    expect(run(manifests, { log, evidence: path.dirname(folder) })).toMatchObject({ status: 1 });
  });

  test('list the intents that no outcome verified, although a file ends in the middle of a line', async () => {
    const { log } = await aRecordedAction();
    await writeFile(path.join(path.dirname(log), '0.jsonl'), '{"v":1,"seq":1,"kind":"in');
    const { status, stdout } = run(unfinished, { folder: path.dirname(log) });
    const { identity, targets, time } = anIntent();
    expect([status, JSON.parse(stdout)]).toEqual([0, { identity, targets, time }]);
  });

  test('list an intent whose outcome could not verify a row, as the extension does', async () => {
    const records = windowRecords(await temporaryFolder());
    const result = { id: uuid(1), before: 'active', after: undefined, failure: 'timeout' };
    for (const [status, verified] of [
      ['failed', false],
      ['failed', true],
      ['done', true],
      ['notSent', false],
    ] as const) {
      const hash = await records.audit.append(anIntent({ reason: `${status} ${verified}`, targets: [uuid(1)] }));
      await records.audit.append(anOutcome(hash, { results: [{ ...result, status, verified }] }));
    }
    const log = records.auditFile() ?? '';
    const { stdout } = run(unfinished, { folder: path.dirname(log) });
    expect(JSON.parse(stdout)).toMatchObject({ targets: [uuid(1)] });
    expect(unfinishedIntents([await readFile(log)]).map(({ reason }) => reason)).toEqual(['failed false']);
  });
});
