import { chmod, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { createRecords } from '../../../src/contain/records.ts';
import { verifyAuditLog } from '../../../src/core/containment/readAuditLog.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { Memory } from '../connections/settings/memorySettings.ts';
import { temporaryFolder, windowRecords, withoutRoot } from './recordsUnderTest.ts';

const files = [
  { name: 'plan.json', bytes: Buffer.from('{}') },
  { name: 'sessions/1.json', bytes: Buffer.from([0xff, 0x0a]) },
  { name: 'sessions/2.json', bytes: Buffer.from('') },
  { name: 'MANIFEST.json', bytes: Buffer.from('{"v":1}\n') },
];

const isWindows = process.platform === 'win32';
const permissionsOf = async (file: string) => (await stat(file)).mode & 0o777;

describe('evidence', () => {
  test('writes the exact bytes below a folder of its own in the storage of the extension', async () => {
    const storage = path.join(await temporaryFolder(), 'not', 'there', 'yet');
    const folder = await windowRecords(storage).evidence.write('one', files);
    expect(folder).toBe(path.join(storage, 'evidence', 'one'));
    for (const { name, bytes } of files) {
      expect(await readFile(path.join(folder, name))).toEqual(bytes);
    }
  });

  test.skipIf(isWindows)('lets only the user read folders and files of evidence', async () => {
    const storage = await temporaryFolder();
    const folder = await windowRecords(storage).evidence.write('one', files);
    for (const one of [path.join(storage, 'evidence'), folder, path.join(folder, 'sessions')]) {
      expect(await permissionsOf(one)).toBe(0o700);
    }
    for (const { name } of files) {
      expect(await permissionsOf(path.join(folder, name))).toBe(0o600);
    }
  });

  test('writes evidence into the chosen folder', async () => {
    const chosen = await temporaryFolder();
    const folder = await windowRecords('/storage', chosen).evidence.write('one', files);
    expect(folder).toBe(path.join(chosen, 'evidence', 'one'));
  });

  test('never writes into a folder that exists, and leaves it as it was', async () => {
    const { evidence } = windowRecords(await temporaryFolder());
    const folder = await evidence.write('one', files.slice(0, 1));
    await expect(evidence.write('one', files)).rejects.toThrow(`${folder} exists already and is not overwritten.`);
    expect(await readdir(folder)).toEqual(['plan.json']);
  });

  test('removes the folder when a file of it cannot be written', async () => {
    const storage = await temporaryFolder();
    const twice = [...files, ...files.slice(0, 1)];
    await expect(windowRecords(storage).evidence.write('one', twice)).rejects.toThrow('is not overwritten');
    expect(await readdir(path.join(storage, 'evidence'))).toEqual([]);
  });

  test('says that the chosen folder is missing, and does not create it', async () => {
    const chosen = path.join(await temporaryFolder(), 'drive');
    await expect(windowRecords('/storage', chosen).evidence.write('one', files)).rejects.toThrow(
      `${path.join(chosen, 'evidence')} does not exist. Create its folder, or run “Kratos: Choose Evidence Folder…”.`,
    );
    await expect(stat(chosen)).rejects.toThrow('ENOENT');
  });

  test('says that the chosen folder is a file', async () => {
    const chosen = path.join(await temporaryFolder(), 'file');
    await writeFile(chosen, '');
    await expect(windowRecords('/storage', chosen).evidence.write('one', files)).rejects.toThrow(/evidence.* exist/);
  });

  test.skipIf(isWindows)('says that the chosen folder may not be written', async () => {
    const chosen = await temporaryFolder();
    await chmod(chosen, 0o500);
    withoutRoot();
    await expect(windowRecords('/storage', chosen).evidence.write('one', files)).rejects.toThrow(
      'cannot be read or written with your permissions.',
    );
  });
});

describe('audit log', () => {
  test('creates no file before the first line', async () => {
    const storage = await temporaryFolder();
    const records = windowRecords(storage);
    expect(records.auditFile()).toBeUndefined();
    expect(await readdir(storage)).toEqual([]);
  });

  test('appends to one file for each window, which verifies', async () => {
    const storage = await temporaryFolder();
    const [one, other] = [windowRecords(storage), windowRecords(storage)];
    const hash = await one.audit.append(anIntent());
    await other.audit.append(anIntent());
    await one.audit.append(anOutcome(hash));
    const names = await readdir(path.join(storage, 'audit'));
    expect(names).toHaveLength(2);
    expect(names.join()).toMatch(/^(2026-11-27T10-00-00-500Z-[\da-f]{8}\.jsonl,?){2}$/);
    const verdict = verifyAuditLog(await readFile(one.auditFile() ?? ''));
    expect(verdict).toEqual({ kind: 'whole', lines: 2, head: one.audit.head });
    expect(verifyAuditLog(await readFile(other.auditFile() ?? ''))).toMatchObject({ kind: 'whole', lines: 1 });
  });

  test.skipIf(isWindows)('lets only the user read the audit log', async () => {
    const storage = await temporaryFolder();
    const { audit, auditFile } = windowRecords(storage);
    await audit.append(anIntent());
    expect(await permissionsOf(path.join(storage, 'audit'))).toBe(0o700);
    expect(await permissionsOf(auditFile() ?? '')).toBe(0o600);
  });

  test('rejects a line whose file was removed, and begins another file with the next line', async () => {
    const { audit, auditFile } = windowRecords(await temporaryFolder());
    await audit.append(anIntent());
    const first = auditFile() ?? '';
    await rm(first);
    await expect(audit.append(anIntent())).rejects.toThrow(`${first} does not exist.`);
    await audit.append(anIntent());
    expect(auditFile()).not.toBe(first);
    expect(verifyAuditLog(await readFile(auditFile() ?? ''))).toMatchObject({ kind: 'whole', lines: 1 });
  });

  test.skipIf(process.platform !== 'linux')('rejects a line when the disk is full', async () => {
    const { audit, auditFile } = windowRecords(await temporaryFolder());
    await audit.append(anIntent());
    const file = auditFile() ?? '';
    await rm(file);
    await symlink('/dev/full', file);
    await expect(audit.append(anIntent())).rejects.toThrow(`${file} was not written: the disk is full.`);
  });

  test.skipIf(isWindows)('rejects a line when the file may not be written', async () => {
    const { audit, auditFile } = windowRecords(await temporaryFolder());
    await audit.append(anIntent());
    await chmod(auditFile() ?? '', 0o400);
    withoutRoot();
    await expect(audit.append(anIntent())).rejects.toThrow('cannot be read or written with your permissions.');
  });

  test('begins another file in the folder that is chosen while the window is open', async () => {
    const [storage, one, other] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
    let chosen = one;
    const { audit, auditFile } = createRecords(
      { storage, chosen: () => chosen, memory: new Memory() },
      () => new Date(),
    );
    await audit.append(anIntent());
    const before = auditFile() ?? '';
    chosen = other;
    const head = await audit.append(anIntent());
    expect(path.dirname(auditFile() ?? '')).toBe(path.join(other, 'audit'));
    expect(verifyAuditLog(await readFile(before))).toMatchObject({ kind: 'whole', lines: 1 });
    expect(verifyAuditLog(await readFile(auditFile() ?? ''))).toEqual({ kind: 'whole', lines: 1, head });
  });

  test('names the audit folders of the chosen folder and of the storage', async () => {
    const storage = await temporaryFolder();
    const chosen = path.join(storage, 'chosen');
    await mkdir(chosen);
    expect(windowRecords(storage, chosen).auditFolders()).toEqual([
      path.join(chosen, 'audit'),
      path.join(storage, 'audit'),
    ]);
    expect(windowRecords(storage).auditFolders()).toEqual([path.join(storage, 'audit')]);
  });

  test('names the audit folders that were chosen earlier and written to, in later windows, too', async () => {
    const [storage, one, other] = await Promise.all([temporaryFolder(), temporaryFolder(), temporaryFolder()]);
    const memory = new Memory();
    let chosen = one;
    const { audit } = createRecords({ storage, chosen: () => chosen, memory }, () => new Date());
    await audit.append(anIntent());
    await audit.append(anIntent());
    chosen = other;
    await audit.append(anIntent());
    expect(windowRecords(storage, undefined, undefined, memory).auditFolders()).toEqual(
      [storage, one, other].map((base) => path.join(base, 'audit')),
    );
  });
});
