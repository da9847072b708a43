import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AuditLog } from '../../../../src/core/containment/auditLog.ts';
import type { IntentRecord } from '../../../../src/core/containment/auditRecord.ts';
import { readAuditLog, unfinishedIntents, verifyAuditLog } from '../../../../src/core/containment/readAuditLog.ts';
import { anIntent, anOutcome } from '../../builders/auditBuilder.ts';
import { uuid } from '../../builders/sessionBuilder.ts';

const intent = anIntent({ reason: 'SEC-7: Konto „eu“ übernommen', targets: [uuid(1)] });

/** Creates a log whose files are in memory. Calls `fails` before each line. */
function logInMemory(fails: () => boolean = () => false) {
  const files: string[] = [];
  const log = new AuditLog(async () => {
    const place = files.push('') - 1;
    return {
      async append(line) {
        files[place] += fails() ? line.slice(0, 20) : line;
        if (!files[place]?.endsWith('\n')) {
          throw new Error('ENOSPC');
        }
      },
    };
  });
  return { log, files, bytes: () => files.map((file) => Buffer.from(file)) };
}

async function threeLines() {
  const { log, bytes } = logInMemory();
  const hash = await log.append(intent);
  await log.append(anOutcome(hash));
  await log.append(intent);
  const [file = Buffer.alloc(0)] = bytes();
  return { file, head: log.head, lines: file.toString().trimEnd().split('\n') };
}

const fileOf = (lines: readonly (string | undefined)[]) => Buffer.from(lines.map((line) => `${line}\n`).join(''));

describe('the audit log', () => {
  test('has lines whose hash is the SHA-256 of their bytes without it, and whose prev is the hash before', async () => {
    const { lines } = await threeLines();
    let prev = '';
    for (const line of lines) {
      const parsed = JSON.parse(line);
      const unhashed = line.replace(/,"hash":"[0-9a-f]*"\}$/, '}');
      expect([parsed.hash, parsed.prev]).toEqual([createHash('sha256').update(unhashed).digest('hex'), prev]);
      prev = parsed.hash;
    }
  });

  test('is unbroken, with its number of lines and its head hash', async () => {
    const { file, head } = await threeLines();
    expect(verifyAuditLog(file)).toEqual({ kind: 'whole', lines: 3, head });
  });

  test('is unbroken without lines, and has no head hash', () => {
    expect(verifyAuditLog(Buffer.alloc(0))).toEqual({ kind: 'whole', lines: 0, head: undefined });
    expect(logInMemory().log.head).toBeUndefined();
  });

  test.each<[string, (lines: readonly string[]) => readonly (string | undefined)[], number, string]>([
    ['a changed line', ([a, b, c]) => [a, b?.replace('grace', 'mallory'), c], 2, 'changed'],
    ['a changed hash', ([a, b, c]) => [a, b, c?.replace(/"hash":".{64}/, `"hash":"${'0'.repeat(64)}`)], 3, 'changed'],
    ['a removed line', ([a, , c]) => [a, c], 2, 'order'],
    ['a removed first line', ([, b, c]) => [b, c], 1, 'order'],
    ['a repeated line', ([a, b, c]) => [a, a, b, c], 2, 'order'],
    ['exchanged lines', ([a, b, c]) => [a, c, b], 2, 'order'],
    ['a line that is cut off', ([a, b, c]) => [a, b?.slice(0, -5), c], 2, 'unreadable'],
    ['an empty line', ([a, b, c]) => [a, '', b, c], 2, 'unreadable'],
  ])('is broken by %s, which it names', async (_name, change, line, problem) => {
    const { lines } = await threeLines();
    expect(verifyAuditLog(fileOf(change(lines)))).toEqual({ kind: 'broken', line, problem });
  });

  test('is broken by any changed byte', async () => {
    const { file } = await threeLines();
    for (let place = 0; place < file.length; place += 1) {
      const changed = Buffer.from(file);
      changed.writeUInt8((file.readUInt8(place) + 1) % 256, place);
      expect(verifyAuditLog(changed).kind, `byte ${place}`).toBe('broken');
    }
  });

  test('writes lines one after the other when they come at once', async () => {
    const { log, bytes } = logInMemory();
    await Promise.all([log.append(intent), log.append(intent), log.append(intent)]);
    expect(bytes().map(verifyAuditLog)).toMatchObject([{ kind: 'whole', lines: 3 }]);
  });

  test('rejects a line that is not on the disk, and begins another file with the next', async () => {
    const fails = [false, true, false];
    const { log, bytes } = logInMemory(() => fails.shift() ?? false);
    const hash = await log.append(intent);
    await expect(log.append(anOutcome(hash))).rejects.toThrow('ENOSPC');
    await log.append(anOutcome(hash));
    expect(bytes().map(verifyAuditLog)).toMatchObject([
      { kind: 'broken', line: 2, problem: 'unreadable' },
      { kind: 'whole', lines: 1 },
    ]);
  });

  test('rejects a line when its file cannot be made, and tries to make it again for the next', async () => {
    let attempts = 0;
    const log = new AuditLog(async () => {
      attempts += 1;
      if (attempts === 1) {
        throw new Error('EACCES');
      }
      return { append: async () => {} };
    });
    await expect(log.append(intent)).rejects.toThrow('EACCES');
    await expect(log.append(intent)).resolves.toMatch(/^[\da-f]{64}$/);
  });
});

test('an intent is unfinished until an outcome has read each of its rows that failed', async () => {
  const { log, bytes } = logInMemory();
  const hash = await log.append(intent);
  const failed = { id: uuid(1), status: 'failed', before: 'active', failure: 'refused' } as const;
  await log.append(anOutcome(hash, { results: [{ ...failed, after: undefined, verified: false }] }));
  expect(unfinishedIntents(bytes())).toMatchObject([{ hash }]);
  await log.append(anOutcome(hash, { results: [{ ...failed, after: 'open', verified: true }] }));
  expect(unfinishedIntents(bytes())).toEqual([]);
});

test('unfinished are the intents without an outcome in any file', async () => {
  const first = logInMemory();
  const second = logInMemory();
  const finished = await first.log.append(intent);
  const open = await first.log.append({ ...intent, targets: [uuid(3)] });
  await second.log.append(anOutcome(finished));
  const files = [...first.bytes(), ...second.bytes(), Buffer.from('no line\n{"kind":"intent"}\n')];
  expect(unfinishedIntents(files).map(({ hash, targets }) => [hash, targets])).toEqual([[open, [uuid(3)]]]);
});

test.each([
  { time: 'soon' },
  { connection: 'prod' },
  { connection: { name: 5, origin: 'https://x' } },
  { identity: null },
  { action: { kind: 'deleteAll' } },
  { targets: [5] },
  { evidence: null },
  { kind: 'outcome', intent: 'a' },
  { kind: 'outcome', intent: 'a', results: [{ id: 'b' }] },
  { kind: 'note' },
])('a line with the members %j, which no window writes, cannot be read', async (members) => {
  const { log, bytes } = logInMemory();
  await log.append({ ...intent, ...members } as unknown as IntentRecord);
  await log.append(intent);
  expect(bytes().flatMap(readAuditLog)).toMatchObject([{ seq: 2 }]);
  expect(bytes().map(verifyAuditLog)).toEqual([{ kind: 'broken', line: 1, problem: 'unreadable' }]);
});
