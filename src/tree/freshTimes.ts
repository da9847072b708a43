import { Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { createdAt } from '../core/kratos/moments.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { timeDistance } from '../text/timeDistance.ts';
import type { SessionNode, TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

const minute = 60_000;

/**
 * Keeps "3h ago" and "active" true: redraws the rows that now read differently, each minute while the view is visible.
 */
export function keepTimesFresh(
  view: TreeView<TreeNode>,
  provider: TreeProvider,
  connections: Connections,
  unfolded: ReadonlySet<string>,
): Disposable {
  let drawnAt = new Date();
  let timer: NodeJS.Timeout | undefined;

  const tick = () => {
    const now = new Date();
    for (const id of unfolded) {
      const node = provider.node(id);
      if (node === undefined) {
        continue;
      }
      provider.redrawRows(
        provider
          .shownBelow(node)
          .filter((row) => row.kind === 'session' && readsOtherwise(row, connections, drawnAt, now)),
      );
    }
    drawnAt = now;
  };
  const follow = (visible: boolean) => {
    clearInterval(timer);
    timer = visible ? setInterval(tick, minute) : undefined;
    if (visible) {
      tick();
    }
  };

  follow(view.visible);
  return Disposable.from(
    view.onDidChangeVisibility(({ visible }) => follow(visible)),
    new Disposable(() => clearInterval(timer)),
  );
}

/** Returns whether the row of a session reads differently at `now` than at `before`. */
export function readsOtherwise(
  { ref }: SessionNode,
  connections: Pick<Connections, 'directory'>,
  before: Date,
  now: Date,
): boolean {
  const directory = connections.directory(ref.connectionId);
  const session = directory?.knownSession(ref.sessionId);
  if (session === undefined) {
    return false;
  }
  const created = createdAt(session);
  const at = (moment: Date) => ({
    distance: created && timeDistance(created.getTime(), moment.getTime()),
    status: sessionStatus(session, moment, directory?.identityState(ref.identityId)).kind,
  });
  const [old, fresh] = [at(before), at(now)];
  return (
    old.status !== fresh.status ||
    old.distance?.count !== fresh.distance?.count ||
    old.distance?.unit !== fresh.distance?.unit
  );
}
