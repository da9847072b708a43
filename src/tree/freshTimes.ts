import { Disposable, type TreeView } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import { createdAt, momentOf } from '../core/kratos/moments.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { eachInSteps, runInTurns } from '../core/origins/steps.ts';
import { timeDistance } from '../text/timeDistance.ts';
import type { SessionNode, TreeNode } from './nodes.ts';
import type { TreeProvider } from './provider.ts';

const minute = 60_000;

/** Takes a millisecond or two. */
const rowsPerStep = 50;

/** Redraws each minute, while the view is visible, the rows whose text changed, such as "3 h" or "active". */
export function keepTimesFresh(
  view: Pick<TreeView<TreeNode>, 'visible' | 'onDidChangeVisibility'>,
  provider: Pick<TreeProvider, 'shownSessions' | 'redrawRows'>,
  connections: Pick<Connections, 'directory'>,
): Disposable {
  let drawnAt = new Date();
  let timer: NodeJS.Timeout | undefined;

  const ending = new AbortController();

  const tick = async () => {
    const [before, now] = [drawnAt, new Date()];
    drawnAt = now;
    const others: SessionNode[] = [];
    const steps = eachInSteps(provider.shownSessions(), rowsPerStep, (row) => {
      if (isTextOutdated(row, connections, before, now)) {
        others.push(row);
      }
    });
    // Rejects only when it is aborted.
    await runInTurns(steps, ending.signal).then(
      () => provider.redrawRows(others),
      () => undefined,
    );
  };
  const follow = (visible: boolean) => {
    clearInterval(timer);
    timer = visible ? setInterval(() => void tick(), minute) : undefined;
    if (visible) {
      void tick();
    }
  };

  follow(view.visible);
  return Disposable.from(
    view.onDidChangeVisibility(({ visible }) => follow(visible)),
    new Disposable(() => {
      clearInterval(timer);
      ending.abort();
    }),
  );
}

/** Returns whether the text of a session's row at `now` differs from that at `before`. */
export function isTextOutdated(
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
