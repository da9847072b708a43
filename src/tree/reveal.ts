import type { TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import type { Directory } from '../core/directory/directory.ts';
import { connectionNodeId, identityNodeId, sessionNodeId, type TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

/**
 * Shows a row of the tree, unfolding what is above it. An item that the loaded pages do not hold becomes a found row,
 * and is read if it is not cached. A connection or identity takes the focus, a session only with `focus`. Fails with
 * KratosError when it cannot be read.
 */
export type Reveal = (ref: RowRef, focus?: 'focus') => Promise<void>;

type RowRef = { readonly connectionId: string } | IdentityRef | SessionRef;

const attempts = 4;
const attemptMilliseconds = 1000;
/** VS Code asks for changed rows 200 ms after the change; until then it cannot reveal a new one. */
const redrawMilliseconds = 300;

export function createReveal(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Reveal {
  return async (ref, focus) => {
    const directory = connections.directory(ref.connectionId);
    if (directory === undefined) {
      return;
    }
    if ('identityId' in ref) {
      await pinUnlessListed(directory, ref.identityId);
    }
    if (!('sessionId' in ref)) {
      await show(view, provider, ref, { focus: true, expand: true });
      return;
    }
    // A session of the first page is shown in its place; only one further down gets a row of its own.
    await directory.sessionsOf(ref.identityId).open();
    await pinSessionUnlessListed(directory, ref);
    // The session is usually opened as well, and its editor should keep the focus.
    await show(view, provider, ref, { focus: focus === 'focus', expand: false });
    if (isOutdated(directory, ref)) {
      // Its result is shown in the rows.
      void directory.sessionsOf(ref.identityId).refresh();
    }
  };
}

async function pinUnlessListed(directory: Directory, identityId: string): Promise<void> {
  const isShown = [...directory.found, ...directory.identities.state.items].some(({ id }) => id === identityId);
  if (!isShown) {
    directory.pinFound(await directory.identity(identityId));
  }
}

async function pinSessionUnlessListed(directory: Directory, { identityId, sessionId }: SessionRef): Promise<void> {
  const isListed = directory.sessionsState(identityId)?.items.some(({ id }) => id === sessionId) ?? false;
  if (!isListed) {
    directory.pinFoundSession(identityId, await directory.session(sessionId));
  }
}

/** Returns whether a complete list lacks this session, so that its count is outdated. */
function isOutdated(directory: Directory, { identityId, sessionId }: SessionRef): boolean {
  return (
    directory.sessionFilter(identityId) === 'all' &&
    directory.sessionsState(identityId)?.end.kind === 'complete' &&
    directory.isFoundSession(identityId, sessionId)
  );
}

/** Returns a row. Creates it, and those above it, if they were never drawn. */
function rowOf(provider: TreeProvider, ref: RowRef): TreeNode | undefined {
  let node: TreeNode | undefined;
  for (const id of [
    connectionNodeId(ref.connectionId),
    ...('identityId' in ref ? [identityNodeId(ref)] : []),
    ...('sessionId' in ref ? [sessionNodeId(ref)] : []),
  ]) {
    if (provider.node(id) === undefined) {
      provider.rowsBelow(node);
    }
    node = provider.node(id);
    if (node === undefined) {
      return undefined;
    }
  }
  return node;
}

/** Reveals a row, again if needed: a refresh at the same time makes VS Code give up (microsoft/vscode#192055). */
async function show(
  view: TreeView<TreeNode>,
  provider: TreeProvider,
  ref: RowRef,
  options: { readonly focus: boolean; readonly expand: boolean },
): Promise<void> {
  const before = view.selection;
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    provider.flush();
    const node = rowOf(provider, ref);
    if (node === undefined) {
      return;
    }
    try {
      await view.reveal(node, { select: true, ...options });
      if (await isSelectionOver(view, node, before)) {
        return;
      }
    } catch (error) {
      failure = error;
      await new Promise((resolve) => setTimeout(resolve, redrawMilliseconds));
    }
  }
  if (failure !== undefined) {
    throw failure;
  }
}

/** Resolves with true once the row is selected, or the user has selected others; with false after a second. */
async function isSelectionOver(
  view: TreeView<TreeNode>,
  node: TreeNode,
  before: readonly TreeNode[],
): Promise<boolean> {
  const isOver = () =>
    view.selection.some(({ id }) => id === node.id) ||
    view.selection.some(({ id }) => before.every((one) => one.id !== id));
  if (isOver()) {
    return true;
  }
  return new Promise((resolve) => {
    const end = (is: boolean) => {
      clearTimeout(timer);
      listener.dispose();
      resolve(is);
    };
    const listener = view.onDidChangeSelection(() => {
      if (isOver()) {
        end(true);
      }
    });
    const timer = setTimeout(() => end(false), attemptMilliseconds);
  });
}
