import { rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, expect, test, vi } from 'vitest';
import { EventEmitter } from 'vscode';
import { atFirstUse, offerUnfinished, type UnfinishedIntent } from '../../../src/contain/unfinished.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { anIntent, anOutcome, temporaryFolder, windowRecords } from './recordsUnderTest.ts';

const user = { message: '', buttons: [] as string[], button: undefined as string | undefined };

vi.mock('vscode', async (original) => ({
  ...(await original<Record<string, unknown>>()),
  window: {
    showWarningMessage: async (message: string, ...buttons: string[]) => {
      Object.assign(user, { message, buttons });
      return user.button;
    },
  },
}));

beforeEach(() => {
  Object.assign(user, { message: '', buttons: [], button: undefined });
});

const targets = [1, 2, 3, 4, 5, 6, 7].map(uuid);

test('offers once to check what another window began and did not verify', async () => {
  const storage = await temporaryFolder();
  const hash = await windowRecords(storage).audit.append(anIntent({ targets }));
  const records = windowRecords(storage);
  user.button = 'Check Now';
  const checked: UnfinishedIntent[] = [];
  const check = async (intent: UnfinishedIntent) => {
    checked.push(intent);
    await records.audit.append(anOutcome(intent.hash));
  };
  await offerUnfinished(records, check);
  expect(user.message).toBe('1 revocation was begun and not verified (Acme, 7 sessions). Check it now?');
  expect(user.buttons).toEqual(['Check Now', 'Later']);
  expect(checked).toMatchObject([{ hash, targets }]);
  user.message = '';
  await offerUnfinished(windowRecords(storage), check);
  expect(user.message).toBe('');
});

test('asks again after a later start when the user answers later', async () => {
  const storage = await temporaryFolder();
  await windowRecords(storage).audit.append(anIntent());
  const check = vi.fn();
  for (const button of ['Later', undefined]) {
    user.button = button;
    user.message = '';
    await offerUnfinished(windowRecords(storage), check);
    expect(user.message).toContain('1 revocation was begun');
  }
  expect(check).not.toHaveBeenCalled();
});

test('counts several changes of several connections', async () => {
  const storage = await temporaryFolder();
  const other = { ...anIntent().connection, name: 'Other' };
  const { audit } = windowRecords(storage);
  await audit.append(anIntent({ targets }));
  await audit.append(anIntent({ targets: targets.slice(0, 1), connection: other }));
  await offerUnfinished(windowRecords(storage), vi.fn());
  expect(user.message).toBe('2 revocations were begun and not verified (Acme, Other, 8 sessions). Check them now?');
  await audit.append(anIntent({ action: { kind: 'setState', state: 'inactive' } }));
  await offerUnfinished(windowRecords(storage), vi.fn());
  expect(user.message).toBe('3 changes were begun and not verified (Acme, Other, 8 sessions). Check them now?');
});

test('does not offer what this window is doing, or what is verified', async () => {
  const storage = await temporaryFolder();
  const records = windowRecords(storage);
  const hash = await windowRecords(storage).audit.append(anIntent());
  await records.audit.append(anOutcome(hash));
  await records.audit.append(anIntent());
  await offerUnfinished(records, vi.fn());
  expect(user.message).toBe('');
});

test('says nothing without an audit log', async () => {
  const storage = await temporaryFolder();
  await rm(storage, { recursive: true });
  await offerUnfinished(windowRecords(path.join(storage, 'never')), vi.fn());
  expect(user.message).toBe('');
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
