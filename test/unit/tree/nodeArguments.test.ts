import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { argumentNode, argumentNodes } from '../../../src/tree/nodeArguments.ts';
import { listOf } from '../../../src/tree/nodes.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { TreeUnderTest } from './treeUnderTest.ts';

const ada = `local/${adaId}`;
const grace = `local/${uuid(9)}`;
let tree: TreeUnderTest;

beforeEach(async () => {
  vi.useFakeTimers();
  tree = new TreeUnderTest();
  tree.server.identitiesHeld.push(anIdentity(), anIdentity({ id: uuid(9) }));
  await tree.unfold('local');
});

afterEach(() => {
  vi.useRealTimers();
});

describe('the rows that a command is called with', () => {
  it('are known by their id, and only while they are in the tree', () => {
    expect(argumentNode(tree.provider, { id: ada })).toBe(tree.node(ada));
    expect(argumentNode(tree.provider, { id: 'local/gone' })).toBeUndefined();
  });

  it.each([undefined, null, 7, ada, [], { id: 7 }])('are none for %j', (argument) => {
    expect(argumentNode(tree.provider, argument)).toBeUndefined();
    expect(argumentNodes(tree.provider, [argument])).toEqual([]);
  });

  it('are all selected ones, not only the one under the pointer', () => {
    const nodes = [tree.node(ada), tree.node(grace)];
    expect(argumentNodes(tree.provider, [nodes[0], nodes])).toEqual(nodes);
    expect(argumentNodes(tree.provider, [nodes[1], []])).toEqual([nodes[1]]);
  });

  it('name the list that they unfold into', () => {
    expect(listOf(tree.node('local'))).toEqual({ connectionId: 'local', identityId: undefined });
    expect(listOf(tree.node(ada))).toEqual({ connectionId: 'local', identityId: adaId });
  });
});
