import { appendFile, chmod, mkdir, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { OpenDialogOptions, QuickPickItem, Uri as UriType } from 'vscode';
import { commands, env, Uri, window, workspace } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { auditCommands } from '../../../src/contain/auditCommands.ts';
import { chosenFolder } from '../../../src/contain/evidenceFolder.ts';
import { createRecords } from '../../../src/contain/records.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { Memory } from '../connections/settings/memorySettings.ts';
import { stub } from '../stubVscode.ts';
import { temporaryFolder, windowRecords, withoutRoot } from './recordsUnderTest.ts';

const user = {
  setting: undefined as unknown,
  folder: undefined as UriType | undefined,
  dialog: undefined as OpenDialogOptions | undefined,
  message: '',
  warning: '',
  button: undefined as string | undefined,
  clipboard: '',
  items: [] as readonly QuickPickItem[],
  picked: 0,
  opened: [] as unknown[],
};

const say = async (message: string) => {
  user.message = message;
  return user.button;
};

stub(commands, { executeCommand: async (id: string) => user.opened.push(id) });
stub(env, { clipboard: { writeText: async (text: string) => (user.clipboard = text) } });
stub(window, {
  showInformationMessage: say,
  showErrorMessage: say,
  showWarningMessage: async (message: string, ...buttons: string[]) => {
    user.warning = message;
    return buttons.length > 0 ? user.button : undefined;
  },
  setStatusBarMessage: () => undefined,
  showOpenDialog: async (options: OpenDialogOptions) => {
    user.dialog = options;
    return user.folder && [user.folder];
  },
  showQuickPick: async (items: readonly QuickPickItem[]) => {
    user.items = items;
    return items[user.picked];
  },
  showTextDocument: async (uri: UriType, { selection }: { selection: { line: number } }) =>
    user.opened.push([path.basename(uri.fsPath), selection.line]),
});
stub(workspace, {
  getConfiguration: () => ({
    inspect: () => ({ globalValue: user.setting }),
    update: async (_name: string, value: unknown) => (user.setting = value),
  }),
});

const none = 'The audit log holds nothing yet: it begins with the first change that is made through this extension.';
const readOnly = 'workbench.action.files.setActiveEditorReadonlyInSession';

beforeEach(() => {
  Object.assign(user, {
    setting: undefined,
    folder: undefined,
    message: '',
    warning: '',
    button: undefined,
    clipboard: '',
  });
  Object.assign(user, { picked: 0, items: [], opened: [] });
});

const recordsOfSetting = (storage: string) => createRecords({ storage, chosen: chosenFolder, memory: new Memory() });

/** Returns the records of a window with an intent and its outcome. */
async function recordsWithTwoLines(storage: string, now?: Date) {
  const records = windowRecords(storage, undefined, now);
  const hash = await records.audit.append(anIntent());
  await records.audit.append(anOutcome(hash));
  return records;
}

describe('opening the audit log', () => {
  test('opens the only file without a question, read-only', async () => {
    const records = await recordsWithTwoLines(await temporaryFolder());
    await auditCommands(records)[commandIds.openAuditLog]();
    expect(user.opened).toEqual([[path.basename(records.auditFile() ?? ''), 0], readOnly]);
    expect(user.items).toEqual([]);
  });

  test('lists several files newest first, with how many lines they have and of which connections', async () => {
    const storage = await temporaryFolder();
    const old = await recordsWithTwoLines(storage, new Date('2026-11-20T10:00:00Z'));
    const { audit, auditFile, auditFolders } = windowRecords(storage);
    await audit.append(anIntent({ connection: { ...anIntent().connection, name: '$(trash) Other' } }));
    user.picked = 1;
    await auditCommands({ audit, auditFile, auditFolders })[commandIds.openAuditLog]();
    expect(user.items.map(({ description }) => description)).toEqual(['1 line, \\$(trash) Other', '2 lines, Acme']);
    expect(user.items.map(({ detail }) => detail)).toEqual([auditFile(), old.auditFile()]);
    expect(user.opened).toEqual([[path.basename(old.auditFile() ?? ''), 0], readOnly]);
  });

  test.each([commandIds.openAuditLog, commandIds.verifyAuditLog, commandIds.copyAuditHeadHash])(
    '%s says that there is no audit log before the first change',
    async (id) => {
      await auditCommands(windowRecords(await temporaryFolder()))[id]();
      expect(user.message).toBe(none);
    },
  );
});

describe('verifying the audit log', () => {
  const verify = (records: Parameters<typeof auditCommands>[0]) => auditCommands(records)[commandIds.verifyAuditLog]();

  test('says how many lines are unbroken, and the head hash, which a button copies', async () => {
    const records = await recordsWithTwoLines(await temporaryFolder());
    user.button = 'Copy Head Hash';
    await verify(records);
    expect(user.message).toBe(`The audit log is unbroken: 2 lines. Head hash: ${records.audit.head}`);
    expect(user.clipboard).toBe(records.audit.head);
  });

  test('counts the lines of all files, and names the head hash of the newest', async () => {
    const storage = await temporaryFolder();
    await recordsWithTwoLines(storage, new Date('2026-11-20T10:00:00Z'));
    const newest = await recordsWithTwoLines(storage);
    await verify(windowRecords(storage));
    expect(user.message).toBe(
      `The audit log is unbroken: 4 lines in 2 files. Head hash of the newest file: ${newest.audit.head}`,
    );
  });

  test('names the file and the line that was changed, and opens it there', async () => {
    const records = await recordsWithTwoLines(await temporaryFolder());
    const file = records.auditFile() ?? '';
    await writeFile(file, (await readFile(file, 'utf8')).replace('"outcome"', '"outcom€"'));
    user.button = 'Open';
    await verify(records);
    const name = path.basename(file);
    expect(user.message).toBe(
      `The audit log ${name} is broken at line 2: it is cut off, or is no line of an audit log.`,
    );
    expect(user.opened).toEqual([[name, 1], readOnly]);
    await writeFile(file, (await readFile(file, 'utf8')).replace('taken over', 'taken oven'));
    await verify(records);
    expect(user.message).toBe(`The audit log ${name} is broken at line 1: it was changed after it was written.`);
  });

  test('notices that lines of this window were removed from the end of its file', async () => {
    const records = await recordsWithTwoLines(await temporaryFolder());
    const file = records.auditFile() ?? '';
    await truncate(file, (await readFile(file)).indexOf('\n') + 1);
    await verify(records);
    expect(user.message).toContain('is broken at line 2: this window wrote it, and it is missing.');
  });

  test.each([commandIds.openAuditLog, commandIds.verifyAuditLog, commandIds.copyAuditHeadHash])(
    '%s names a folder whose name is that of a log, and uses the other files',
    async (id) => {
      const storage = await temporaryFolder();
      const { audit, auditFile } = await recordsWithTwoLines(storage);
      const folder = path.join(storage, 'audit', '2026-12-01.jsonl');
      await mkdir(folder);
      user.button = 'Copy Head Hash';
      await auditCommands(windowRecords(storage))[id]();
      expect(user.warning).toContain(`${folder} is a folder, but an audit log is a file. Move it to another place.`);
      expect(user.message).toBe('');
      if (id === commandIds.openAuditLog) {
        expect(user.opened).toEqual([[path.basename(auditFile() ?? ''), 0], readOnly]);
      } else {
        expect(user.clipboard).toBe(audit.head);
      }
    },
  );

  test('does not call a log unbroken that it could not read', async () => {
    const storage = await temporaryFolder();
    const { audit } = await recordsWithTwoLines(storage);
    await mkdir(path.join(storage, 'audit', 'x.jsonl'));
    await verify(windowRecords(storage));
    expect(user.warning).toMatch(
      new RegExp(`x\\.jsonl is a folder.* All other files are unbroken: 2 lines\\. .*: ${audit.head}$`),
    );
  });

  test.skipIf(process.platform === 'win32')('names the file that may not be read beside a broken one', async () => {
    const storage = await temporaryFolder();
    const [locked, broken] = [await recordsWithTwoLines(storage), await recordsWithTwoLines(storage)].map(
      ({ auditFile }) => auditFile() ?? '',
    );
    await appendFile(broken ?? '', 'x');
    for (const [name, mode] of [
      [storage, 0o755],
      [path.join(storage, 'audit'), 0o755],
      [broken, 0o644],
      [locked, 0],
    ] as const) {
      await chmod(name ?? '', mode);
    }
    withoutRoot();
    await verify(windowRecords(storage));
    expect(user.warning).toContain(`${locked} cannot be read or written with your permissions.`);
    expect(user.message).toContain('is broken at line 3');
  });

  test('says that nothing is recorded yet where all files are empty', async () => {
    const storage = await temporaryFolder();
    await mkdir(path.join(storage, 'audit'));
    await writeFile(path.join(storage, 'audit', '2026-11-20.jsonl'), '');
    await verify(windowRecords(storage));
    expect(user.message).toBe(none);
  });

  test('notices that the file of this window was removed', async () => {
    const records = await recordsWithTwoLines(await temporaryFolder());
    await rm(records.auditFile() ?? '');
    await verify(records);
    expect(user.message).toContain('is broken at line 1: this window wrote it, and it is missing.');
  });

  test('does not say that nothing is recorded where the only file could not be read', async () => {
    const storage = await temporaryFolder();
    await mkdir(path.join(storage, 'audit', 'x.jsonl'), { recursive: true });
    await verify(windowRecords(storage));
    expect([user.message, user.warning]).toEqual(['', expect.stringContaining('x.jsonl is a folder')]);
  });

  test('counts the other files that are broken', async () => {
    const storage = await temporaryFolder();
    for (const records of [await recordsWithTwoLines(storage), await recordsWithTwoLines(storage)]) {
      await appendFile(records.auditFile() ?? '', 'x');
    }
    await verify(windowRecords(storage));
    expect(user.message).toMatch(/is broken at line 3: .* Further broken files: 1\.$/);
  });
});

describe('copying the head hash', () => {
  const copy = (records: Parameters<typeof auditCommands>[0]) => auditCommands(records)[commandIds.copyAuditHeadHash]();

  test('copies the head hash of this window, else that of the newest file', async () => {
    const storage = await temporaryFolder();
    const records = await recordsWithTwoLines(storage);
    await copy(windowRecords(storage));
    expect(user.clipboard).toBe(records.audit.head);
    const later = windowRecords(storage, undefined, new Date('2026-11-01T10:00:00Z'));
    await later.audit.append(anIntent());
    await copy(later);
    expect(user.clipboard).toBe(later.audit.head);
  });

  test('copies no head hash of a broken file', async () => {
    const storage = await temporaryFolder();
    await appendFile((await recordsWithTwoLines(storage)).auditFile() ?? '', 'x');
    await expect(copy(windowRecords(storage))).rejects.toThrow('is broken at line 3');
    expect(user.clipboard).toBe('');
  });
});

describe('the folder of evidence', () => {
  const choose = async () => auditCommands(windowRecords(await temporaryFolder()))[commandIds.chooseEvidenceFolder]();

  test('is written to the setting after a try, and used from then on', async () => {
    const folder = await temporaryFolder();
    user.folder = Uri.file(folder);
    await choose();
    expect(user.setting).toBe(folder);
    expect((await readdir(folder)).sort()).toEqual(['audit', 'evidence']);
    expect(user.message).toBe(
      `Evidence and audit logs will be written to ${folder}. Earlier ones stay where they are.`,
    );
    await recordsOfSetting('/storage').evidence.write('one', []);
    expect(await readdir(path.join(folder, 'evidence'))).toEqual(['one']);
  });

  test('stays as it is when the new one cannot be used, or none is chosen', async () => {
    await choose();
    expect(user.setting).toBeUndefined();
    const file = path.join(await temporaryFolder(), 'file');
    await writeFile(file, '');
    user.folder = Uri.file(file);
    await expect(choose()).rejects.toThrow('does not exist');
    expect(user.setting).toBeUndefined();
  });

  test.each(['evidence', './evidence', 5])('refuses %s in the setting, which is no absolute path', async (setting) => {
    user.setting = setting;
    const storage = await temporaryFolder();
    await mkdir(path.join(storage, 'audit'));
    const sentence = `${setting} in the setting kratosExplorer.evidenceFolder is not an absolute path. Correct it.`;
    const records = recordsOfSetting(storage);
    await expect(records.evidence.write('one', [])).rejects.toThrow(sentence);
    await expect(records.audit.append(anIntent())).rejects.toThrow(sentence);
    expect(await readdir(path.join(storage, 'audit'))).toEqual([]);
  });
});
