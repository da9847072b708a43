import { beforeEach, expect, test } from 'vitest';
import { commands } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { startCommands } from '../../../src/start/startCommands.ts';
import { stub } from '../stubVscode.ts';

const run: unknown[][] = [];

stub(commands, { executeCommand: async (...args: unknown[]) => void run.push(args) });

beforeEach(() => {
  run.length = 0;
});

function getStarted({ phase, isUnlocked }: { readonly phase: string; readonly isUnlocked: boolean }) {
  const list = [
    { kind: 'configured', id: 'acme' },
    { kind: 'demo', id: 'demo' },
  ];
  const connections = {
    list,
    get: (wanted: string) => list.find(({ id }) => id === wanted),
    directory: () => ({ identities: { state: { phase: { kind: phase } } } }),
    unlockOf: (id: string) => (id === 'demo' && isUnlocked ? { milliseconds: 1 } : undefined),
  };
  const parts = { extensionId: 'publisher.name', connections } as unknown as Parameters<typeof startCommands>[0];
  return startCommands(parts)[commandIds.getStarted]();
}

test('opens the walkthrough beside the view, and marks the steps that were done before', async () => {
  await getStarted({ phase: 'ready', isUnlocked: true });
  expect(run).toEqual([
    ['kratosExplorer.identities.focus'],
    ['workbench.action.openWalkthrough', 'publisher.name#start'],
    ['welcome.markStepComplete', 'publisher.name#start#demo'],
    ['welcome.markStepComplete', 'publisher.name#start#connect'],
    ['welcome.markStepComplete', 'publisher.name#start#unlock'],
  ]);
});

test('marks no step of the walkthrough for a server that has not responded or for a locked connection', async () => {
  await getStarted({ phase: 'failed', isUnlocked: false });
  expect(run.slice(2)).toEqual([['welcome.markStepComplete', 'publisher.name#start#demo']]);
});
