import { beforeEach, expect, it, vi } from 'vitest';
import { commands, EventEmitter, type TreeView } from 'vscode';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import { followSelection } from '../../../src/tree/selectionContext.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { stub } from '../stubVscode.ts';
import { adaWith, type CommandsUnderTest } from './commandsUnderTest.ts';
import { ada, withFakeTimers } from './treeUnderTest.ts';

const set: [string, unknown][] = [];

stub(commands, { executeCommand: async (_: string, key: string, value: unknown) => set.push([key, value]) });

const selected = new EventEmitter<void>();
let selection: readonly TreeNode[];
let test: CommandsUnderTest;

withFakeTimers();

beforeEach(async () => {
  test = await adaWith(7);
  selection = [];
  set.length = 0;
  const view = {
    get selection() {
      return selection;
    },
    onDidChangeSelection: selected.event,
  };
  followSelection(view as unknown as TreeView<TreeNode>, test.tree.provider, test.tree.connections);
});

function select(...ids: string[]): void {
  selection = ids.map((id) => test.tree.node(id));
  selected.fire();
}

const contextOf = (key: string) => set.findLast(([one]) => one === `kratosExplorer.${key}`)?.[1];

it('names the kind of the selected row, and what applies to its list', async () => {
  expect(contextOf('selection')).toBe('');
  select('local');
  expect(contextOf('selection')).toBe('connection ready');
  select(ada);
  expect(contextOf('selection')).toBe('identity more ready');
  select(`${ada}/${uuid(1)}`);
  expect(contextOf('selection')).toBe('session more ready');
  test.tree.directory.setSessionFilter(adaId, 'active');
  await test.tree.unfold('local', ada);
  select(ada);
  expect(contextOf('selection')).toBe('identity ready filtered');
  test.tree.directory.pinFound(anIdentity());
  select(ada);
  expect(contextOf('selection')).toBe('identity ready filtered found');
});

it('says of several rows of which kind they are, and whether they are two', () => {
  select(`${ada}/${uuid(1)}`, `${ada}/${uuid(2)}`);
  expect(contextOf('selection')).toBe('several session two');
  select(`${ada}/${uuid(1)}`, `${ada}/${uuid(2)}`, `${ada}/${uuid(3)}`);
  expect(contextOf('selection')).toBe('several session');
  select(ada, `${ada}/${uuid(2)}`);
  expect(contextOf('selection')).toBe('several two');
});

it('changes when the list of the selected row was read, and only then', async () => {
  select(ada);
  const before = set.length;
  test.tree.provider.redrawAll();
  expect(set).toHaveLength(before);
  void test.tree.directory.sessionsOf(adaId).all();
  await vi.advanceTimersByTimeAsync(2000);
  expect(contextOf('selection')).toBe('identity ready');
});

it('says whether a filter of identities can be cleared', async () => {
  expect(contextOf('hasIdentityFilter')).toBe(false);
  test.tree.directory.identityFilter = 'grace';
  await vi.advanceTimersByTimeAsync(2000);
  expect(contextOf('hasIdentityFilter')).toBe(true);
});
