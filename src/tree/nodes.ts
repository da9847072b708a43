import type { IdentityRef, SessionRef } from '../connections/refs.ts';

/** Names one list of the tree: a connection's identities, or (with `identityId`) one identity's sessions. */
export interface ListRef {
  readonly connectionId: string;
  readonly identityId: string | undefined;
}

/**
 * A row of the tree, as plain data without texts. `id` is the path of the row and unique in the view. A row keeps its
 * object while it is shown, because VS Code redraws by object identity.
 */
export type TreeNode = ConnectionNode | InvalidConnectionNode | IdentityNode | SessionNode | MalformedNode | ListNode;

export interface ConnectionNode {
  readonly kind: 'connection';
  readonly id: string;
  readonly connectionId: string;
}

export interface InvalidConnectionNode {
  readonly kind: 'invalidConnection';
  readonly id: string;
  /** Its place in the setting. */
  readonly index: number;
}

export interface IdentityNode {
  readonly kind: 'identity';
  readonly id: string;
  readonly ref: IdentityRef;
}

export interface SessionNode {
  readonly kind: 'session';
  readonly id: string;
  readonly ref: SessionRef;
}

/** An item that could not be read. */
export interface MalformedNode {
  readonly kind: 'malformed';
  readonly id: string;
  readonly list: ListRef;
  readonly problem: string;
}

/** A row about a list: it continues, is being read, could not be read (to its end), or is empty. */
export interface ListNode {
  readonly kind: 'more' | 'loading' | 'failure' | 'incomplete' | 'empty';
  readonly id: string;
  readonly list: ListRef;
}

export function connectionNodeId(connectionId: string): string {
  return connectionId;
}

export function identityNodeId({ connectionId, identityId }: IdentityRef): string {
  return `${connectionId}/${identityId}`;
}

export function sessionNodeId({ connectionId, identityId, sessionId }: SessionRef): string {
  return `${connectionId}/${identityId}/${sessionId}`;
}

/** Returns the id of the row that a list is shown below. */
export function listNodeId({ connectionId, identityId }: ListRef): string {
  return identityId === undefined ? connectionNodeId(connectionId) : identityNodeId({ connectionId, identityId });
}

/** Returns the id of the row above `node`; undefined for those at the top. */
export function parentId(node: TreeNode): string | undefined {
  switch (node.kind) {
    case 'connection':
    case 'invalidConnection':
      return undefined;
    case 'identity':
      return connectionNodeId(node.ref.connectionId);
    case 'session':
      return identityNodeId(node.ref);
    default:
      return listNodeId(node.list);
  }
}

/** Returns whether a list is shown below the row. */
export function hasList(node: TreeNode): node is ConnectionNode | IdentityNode {
  return node.kind === 'connection' || node.kind === 'identity';
}

/** Returns the list that is shown below the row. */
export function refOfList(node: ConnectionNode | IdentityNode): ListRef {
  return node.kind === 'connection' ? { connectionId: node.connectionId, identityId: undefined } : node.ref;
}

/** Returns the list that is shown below the row, that it is about, or that it is in. */
export function nearestList(node: TreeNode): ListRef | undefined {
  if (hasList(node)) {
    return refOfList(node);
  }
  return node.kind === 'session' ? node.ref : node.kind === 'invalidConnection' ? undefined : node.list;
}
