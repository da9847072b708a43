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
export type Reveal = (
  ref: { readonly connectionId: string } | IdentityRef | SessionRef,
  focus?: 'focus',
) => Promise<void>;

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
    if (!('identityId' in ref)) {
      provider.flush();
      const connection = connectionNode(provider, ref.connectionId);
      if (connection !== undefined) {
        await show(view, provider, connection, { focus: true, expand: true });
      }
      return;
    }
    await pinUnlessListed(directory, ref.identityId);
    provider.flush();
    const identity = identityNode(provider, ref);
    if (identity === undefined) {
      return;
    }
    if (!('sessionId' in ref)) {
      await show(view, provider, identity, { focus: true, expand: true });
      return;
    }
    // A session of the first page is shown in its place; only one further down gets a row of its own.
    await directory.sessionsOf(ref.identityId).open();
    await pinSessionUnlessListed(directory, ref);
    provider.flush();
    provider.rowsBelow(identity);
    const session = provider.node(sessionNodeId(ref));
    if (session !== undefined) {
      // The session is usually opened as well, and its editor should keep the focus.
      await show(view, provider, session, { focus: focus === 'focus', expand: false });
    }
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

/** Returns whether a complete list lacks this session, so that its "51 of 51" is no longer true. */
function isOutdated(directory: Directory, { identityId, sessionId }: SessionRef): boolean {
  return (
    directory.sessionFilter(identityId) === 'all' &&
    directory.sessionsState(identityId)?.end.kind === 'complete' &&
    directory.isFoundSession(identityId, sessionId)
  );
}

/** Returns the connection's row, created now if the tree was never drawn. */
function connectionNode(provider: TreeProvider, connectionId: string): TreeNode | undefined {
  const id = connectionNodeId(connectionId);
  if (provider.node(id) === undefined) {
    provider.rowsBelow(undefined);
  }
  return provider.node(id);
}

/** Returns the identity's row, created now if the tree was never unfolded. */
function identityNode(provider: TreeProvider, ref: IdentityRef): TreeNode | undefined {
  const id = identityNodeId(ref);
  const connection = connectionNode(provider, ref.connectionId);
  if (provider.node(id) === undefined && connection !== undefined) {
    provider.rowsBelow(connection);
  }
  return provider.node(id);
}

/** Reveals a row, again if needed: a refresh at the same time makes VS Code give up (microsoft/vscode#192055). */
async function show(
  view: TreeView<TreeNode>,
  provider: TreeProvider,
  node: TreeNode,
  options: { readonly focus: boolean; readonly expand: boolean },
): Promise<void> {
  let failure: unknown;
  for (let attempt = 0; attempt < attempts; attempt++) {
    provider.flush();
    try {
      await view.reveal(node, { select: true, ...options });
      if (await isSelected(view, node)) {
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

async function isSelected(view: TreeView<TreeNode>, node: TreeNode): Promise<boolean> {
  const selected = () => view.selection.some(({ id }) => id === node.id);
  if (selected()) {
    return true;
  }
  return new Promise((resolve) => {
    const end = (is: boolean) => {
      clearTimeout(timer);
      listener.dispose();
      resolve(is);
    };
    const listener = view.onDidChangeSelection(() => {
      if (selected()) {
        end(true);
      }
    });
    const timer = setTimeout(() => end(false), attemptMilliseconds);
  });
}
