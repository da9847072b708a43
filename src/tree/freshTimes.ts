import { Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { createdAt, momentOf } from '../core/kratos/moments.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { timeDistance } from '../text/timeDistance.ts';
import type { SessionNode, TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

const minute = 60_000;

/**
 * Keeps "3 h" and "active" true: redraws the rows that now read differently, each minute while the view is visible.
 */
export function keepTimesFresh(view: TreeView<TreeNode>, provider: TreeProvider, connections: Connections): Disposable {
  let drawnAt = new Date();
  let timer: NodeJS.Timeout | undefined;

  const tick = () => {
    const now = new Date();
    provider.redrawRows(provider.shownSessions().filter((row) => readsOtherwise(row, connections, drawnAt, now)));
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
  const shownTimes = [createdAt(session), momentOf(session.expiresAt)].filter((time) => time !== undefined);
  const readsAt = (moment: Date) =>
    [
      sessionStatus(session, moment, directory?.identityState(ref.identityId)).kind,
      ...shownTimes.map((time) => Object.values(timeDistance(time.getTime(), moment.getTime()))),
    ].join();
  return readsAt(before) !== readsAt(now);
}
