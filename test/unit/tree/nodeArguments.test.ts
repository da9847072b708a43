import { beforeEach, describe, expect, it } from 'vitest';
import { argumentNode, argumentNodes } from '../../../src/tree/nodeArguments.ts';
import { nearestList, type TreeNode } from '../../../src/tree/nodes.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { ada, TreeUnderTest, withFakeTimers } from './treeUnderTest.ts';

const grace = `local/${uuid(9)}`;
let tree: TreeUnderTest;

withFakeTimers();

beforeEach(async () => {
  tree = new TreeUnderTest();
  tree.server.identitiesHeld.push(anIdentity(), anIdentity({ id: uuid(9) }));
  await tree.unfold('local');
});

const rows = (...selection: TreeNode[]) => ({ provider: tree.provider, view: { selection } });

describe('The rows that a command is called with', () => {
  it('finds a row by its id only while it is in the tree', () => {
    expect(argumentNode(rows(), { id: ada })).toBe(tree.node(ada));
    expect(argumentNode(rows(), { id: 'local/gone' })).toBeUndefined();
  });

  it.each([undefined, null, 7, ada, [], { id: 7 }])('finds no row for the argument %j', (argument) => {
    expect(argumentNode(rows(), argument)).toBeUndefined();
    expect(argumentNodes(rows(), [argument])).toEqual([]);
  });

  it('returns every selected row, not only the one that was clicked', () => {
    const [one, other] = [tree.node(ada), tree.node(grace)];
    expect(argumentNodes(rows(), [one, [one, other]])).toEqual([one, other]);
    expect(argumentNodes(rows(one), [other, []])).toEqual([other]);
  });

  it('returns the selected rows for the palette, which passes none', () => {
    expect(argumentNodes(rows(tree.node(grace)), [])).toEqual([tree.node(grace)]);
  });

  it('returns the list that a row expands into', () => {
    expect(nearestList(tree.node('local'))).toEqual({ connectionId: 'local', identityId: undefined });
    expect(nearestList(tree.node(ada))).toEqual({ connectionId: 'local', identityId: adaId });
  });
});
