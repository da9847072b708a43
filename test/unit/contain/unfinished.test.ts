import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { expect, test, vi } from 'vitest';
import { EventEmitter } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import {
  atFirstUse,
  type CheckUnfinished,
  offerUnfinished,
  type UnfinishedIntent,
  unfinishedCommand,
} from '../../../src/contain/unfinished.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { Memory } from '../connections/settings/memorySettings.ts';
import { temporaryFolder, windowRecords } from './recordsUnderTest.ts';
import { screen, stubScreen } from './screen.ts';

stubScreen();

/** Returns the newest message since the last call. */
function message(): string {
  const shown = screen.texts('message').at(-1) ?? '';
  screen.questions.length = 0;
  return shown;
}

const partsOf = (records: ReturnType<typeof windowRecords>, check: CheckUnfinished = async () => {}) => ({
  records,
  check,
  memory: new Memory(),
});

const targets = [1, 2, 3, 4, 5, 6, 7].map(uuid);

test('offers once to check what another window began and did not verify', async () => {
  const storage = await temporaryFolder();
  const hash = await windowRecords(storage).audit.append(anIntent({ targets }));
  const records = windowRecords(storage);
  screen.answer = () => 'Check Now';
  const checked: UnfinishedIntent[] = [];
  const check = async (intent: UnfinishedIntent) => {
    checked.push(intent);
    await records.audit.append(anOutcome(intent.hash));
  };
  await offerUnfinished(partsOf(records, check));
  expect(screen.questions).toMatchObject([
    {
      text: '1 revocation was begun and not verified (Acme, 7 sessions). Check it now?',
      choices: ['Check Now', 'Later'],
    },
  ]);
  expect(checked).toMatchObject([{ hash, targets }]);
  screen.questions.length = 0;
  await offerUnfinished(partsOf(windowRecords(storage), check));
  expect(message()).toBe('');
});

test.each(['Later', undefined])(
  'after the button %s, asks again after a day, or when there are more',
  async (button) => {
    const storage = await temporaryFolder();
    const memory = new Memory();
    await windowRecords(storage).audit.append(anIntent());
    const check = vi.fn(async () => {});
    screen.answer = () => button;
    const day = 24 * 60 * 60_000;
    const start = async (now: number) => {
      await offerUnfinished({ ...partsOf(windowRecords(storage), check), memory }, now);
      return message();
    };
    expect(await start(0)).toContain('1 revocation was begun');
    expect(await start(day - 1)).toBe('');
    expect(await start(day)).toContain('1 revocation was begun');
    await windowRecords(storage).audit.append(anIntent({ reason: 'another' }));
    expect(await start(day + 1)).toContain('2 revocations were begun');
    expect(await start(day + 2)).toBe('');
    expect(check).not.toHaveBeenCalled();
  },
);

test('the command checks at once what was postponed, each of them although one fails', async () => {
  const storage = await temporaryFolder();
  const { audit } = windowRecords(storage);
  const hashes = [await audit.append(anIntent()), await audit.append(anIntent())];
  const parts = partsOf(windowRecords(storage));
  await offerUnfinished(parts);
  const checked: string[] = [];
  const check = async ({ hash }: UnfinishedIntent) => {
    checked.push(hash);
    throw new Error('no connection');
  };
  await expect(unfinishedCommand({ ...parts, check })[commandIds.checkUnfinished]()).rejects.toThrow('no connection');
  expect(checked).toEqual(hashes);
});

test('the command names a file that cannot be read, and says when nothing is unfinished', async () => {
  const storage = await temporaryFolder();
  const check = () => unfinishedCommand(partsOf(windowRecords(storage)))[commandIds.checkUnfinished]();
  await check();
  expect(message()).toBe('Nothing is unfinished: all recorded changes were verified.');
  await mkdir(path.join(storage, 'audit', 'x.jsonl'), { recursive: true });
  await check();
  expect(message()).toContain('x.jsonl is a folder');
});

test('offers what is in the folder that was chosen before', async () => {
  const [storage, chosen] = await Promise.all([temporaryFolder(), temporaryFolder()]);
  const memory = new Memory();
  await windowRecords(storage, chosen, undefined, memory).audit.append(anIntent());
  await offerUnfinished(partsOf(windowRecords(storage, undefined, undefined, memory)));
  expect(message()).toContain('1 revocation was begun');
});

test.each([{ targets: ['../../identities'] }, { identity: '*' }])(
  'does not offer an intent with an id that is no UUID: %o',
  async (members) => {
    const storage = await temporaryFolder();
    await windowRecords(storage).audit.append(anIntent(members));
    await offerUnfinished(partsOf(windowRecords(storage)));
    expect(message()).toBe('');
  },
);

test('counts several changes of several connections', async () => {
  const storage = await temporaryFolder();
  const other = { ...anIntent().connection, name: 'Other' };
  const { audit } = windowRecords(storage);
  await audit.append(anIntent({ targets }));
  await audit.append(anIntent({ targets: targets.slice(0, 1), connection: other }));
  await offerUnfinished(partsOf(windowRecords(storage)));
  expect(message()).toBe('2 revocations were begun and not verified (Acme, Other, 8 sessions). Check them now?');
  await audit.append(anIntent({ action: { kind: 'setState', state: 'inactive' } }));
  await offerUnfinished(partsOf(windowRecords(storage)));
  expect(message()).toBe('3 changes were begun and not verified (Acme, Other, 8 sessions). Check them now?');
});

test('does not offer what this window is doing, or what is verified', async () => {
  const storage = await temporaryFolder();
  const records = windowRecords(storage);
  const hash = await windowRecords(storage).audit.append(anIntent());
  await records.audit.append(anOutcome(hash));
  await records.audit.append(anIntent());
  await offerUnfinished(partsOf(records));
  expect(message()).toBe('');
});

test('the command checks again what this window could not read after its requests', async () => {
  const records = windowRecords(await temporaryFolder());
  const hash = await records.audit.append(anIntent({ targets: targets.slice(0, 1) }));
  const result = { id: uuid(1), before: 'active', failure: undefined };
  const unread = { ...result, status: 'failed', after: undefined, verified: false } as const;
  await records.audit.append(anOutcome(hash, { results: [unread] }));
  const checked: string[] = [];
  const check: CheckUnfinished = async (intent) => {
    checked.push(intent.hash);
    await records.audit.append(
      anOutcome(hash, { results: [{ ...result, status: 'done', after: 'done', verified: true }] }),
    );
  };
  const { [commandIds.checkUnfinished]: run } = unfinishedCommand(partsOf(records, check));
  await run();
  expect([checked, message()]).toEqual([[hash], '']);
  await run();
  expect(checked).toEqual([hash]);
  expect(message()).toContain('all recorded changes were verified');
});

test('the command does not say that a change of this window was verified before it has an outcome', async () => {
  const records = windowRecords(await temporaryFolder());
  await records.audit.append(anIntent());
  await unfinishedCommand(partsOf(records))[commandIds.checkUnfinished]();
  expect(message()).toBe(
    'A change of this window has no recorded outcome yet. All other recorded changes were verified.',
  );
});

test('says nothing without an audit log', async () => {
  const storage = await temporaryFolder();
  await rm(storage, { recursive: true });
  await offerUnfinished(partsOf(windowRecords(path.join(storage, 'never'))));
  expect(message()).toBe('');
});

test('runs once when the view is shown, not before', () => {
  const changed = new EventEmitter<void>();
  let isVisible = false;
  const run = vi.fn();
  const view = { isVisible: () => isVisible, onDidChangeUse: (listener: () => void) => changed.event(listener) };
  atFirstUse(view, run);
  changed.fire();
  expect(run).not.toHaveBeenCalled();
  isVisible = true;
  changed.fire();
  changed.fire();
  expect(run).toHaveBeenCalledTimes(1);
  atFirstUse(view, run);
  expect(run).toHaveBeenCalledTimes(2);
});
