import { Disposable, l10n, window } from 'vscode';
import type { Connections } from '../connections.ts';

const minute = 60_000;

/** Formats the time in minutes, and in the last one in seconds. Rounds up, so that a remaining time is never "0 s". */
export function timeLeft(milliseconds: number): string {
  return milliseconds > minute
    ? l10n.t('{0} min', Math.ceil(milliseconds / minute))
    : l10n.t('{0} s', Math.ceil(milliseconds / 1000));
}

/** Calls `changed` with the id of a connection when it is unlocked, when it is locked, and when `timeLeft` changes. */
export function onDidChangeTimeLeft(
  connections: Pick<Connections, 'unlockOf' | 'onDidChangeUnlock'>,
  changed: (connectionId: string) => void,
): Disposable {
  const timers = new Map<string, NodeJS.Timeout | undefined>();
  const update = (id: string) => {
    const left = connections.unlockOf(id)?.milliseconds;
    clearTimeout(timers.get(id));
    if (left === undefined) {
      timers.delete(id);
    } else {
      // A minute that begins is announced; the seconds of the last one are counted here.
      timers.set(id, left > minute ? undefined : setTimeout(() => update(id), left % 1000 || 1000));
    }
    changed(id);
  };
  const listeners = Disposable.from(
    connections.onDidChangeUnlock(update),
    // Timers stand still while the machine sleeps.
    window.onDidChangeWindowState(() => [...timers.keys()].forEach(update)),
  );
  return {
    dispose: () => {
      listeners.dispose();
      timers.forEach(clearTimeout);
    },
  };
}
