import { l10n } from 'vscode';
import { type Clock, systemClock } from '../../core/http/clock.ts';
import type { WritePermit } from '../../core/http/transport.ts';
import type { Connection } from '../connection.ts';
import { mayBeUnlocked } from '../connectionFacts.ts';
import type { Connections, UnlockState } from '../connections.ts';

/** A clock that also has the date, which goes on while the machine sleeps. */
export interface UnlockClock extends Clock {
  /** Returns milliseconds since 1970. */
  date(): number;
}

interface UnlocksOptions {
  readonly connections: Pick<Connections, 'get'>;
  /** Is called when a connection was unlocked or locked, and when another number of minutes is left. */
  readonly changed: (connectionId: string) => void;
  readonly clock?: UnlockClock;
}

const minute = 60_000;
const longestMs = 60 * minute;

/** A moment by both clocks of the machine, reached as soon as one of them has passed it. */
interface Moment {
  readonly date: number;
  readonly now: number;
}

interface Unlock {
  readonly connection: Connection;
  readonly reason: string | undefined;
  readonly permits: WeakSet<WritePermit>;
  /** Ends the waits of requests with its permits. */
  readonly ending: AbortController;
  /** When it ends, however many writes there are. */
  readonly last: Moment;
  end: Moment;
  shownMinutes: number;
  stopTimer: () => void;
}

/** The connections that are unlocked in this window. Nothing is stored, so a new window begins with all locked. */
export class Unlocks {
  readonly #options: UnlocksOptions;
  readonly #clock: UnlockClock;
  readonly #unlocks = new Map<string, Unlock>();

  constructor(options: UnlocksOptions) {
    this.#options = options;
    this.#clock = options.clock ?? { ...systemClock, date: () => Date.now() };
  }

  /** Unlocks a connection, and ends its earlier unlock. Throws if it may not be unlocked, or was changed. */
  unlock(connection: Connection, reason: string | undefined): void {
    if (this.#options.connections.get(connection.id) !== connection || !mayBeUnlocked(connection)) {
      throw new Error(l10n.t('“{0}” was changed meanwhile, so it was not unlocked. Unlock it again.', connection.name));
    }
    this.#end(connection.id);
    const last = this.#in(longestMs);
    this.#unlocks.set(connection.id, {
      connection,
      reason,
      permits: new WeakSet(),
      ending: new AbortController(),
      last,
      end: last,
      shownMinutes: 0,
      stopTimer: () => undefined,
    });
    this.#extend(connection.id);
  }

  lock(connectionId: string): void {
    if (this.#end(connectionId)) {
      this.#options.changed(connectionId);
    }
  }

  /** Returns what is left of a connection's unlock; undefined while it is locked. */
  state(connectionId: string): UnlockState | undefined {
    const unlock = this.#current(connectionId);
    return unlock && { reason: unlock.reason, milliseconds: this.#left(unlock.end) };
  }

  /** Makes a permit for requests of this connection; none while it is locked. */
  permit(connectionId: string): WritePermit | undefined {
    const unlock = this.#current(connectionId);
    if (unlock === undefined) {
      return undefined;
    }
    const permit = Object.freeze({ ended: unlock.ending.signal }) as WritePermit;
    unlock.permits.add(permit);
    return permit;
  }

  /** Returns whether the permit belongs to the current unlock of this connection. */
  isValid(connectionId: string, permit: WritePermit): boolean {
    return this.#current(connectionId)?.permits.has(permit) === true;
  }

  /** Restarts the time of the permit's unlock, if it is still valid. */
  renew(connectionId: string, permit: WritePermit): void {
    if (this.isValid(connectionId, permit)) {
      this.#extend(connectionId);
    }
  }

  /** Locks connections whose time is over or whose settings were changed. */
  update(): void {
    for (const connectionId of [...this.#unlocks.keys()]) {
      this.#current(connectionId);
    }
  }

  dispose(): void {
    for (const connectionId of [...this.#unlocks.keys()]) {
      this.lock(connectionId);
    }
  }

  /** Returns the connection's unlock, and ends one that is over, or whose connection was changed. */
  #current(connectionId: string): Unlock | undefined {
    const unlock = this.#unlocks.get(connectionId);
    const holds =
      unlock !== undefined &&
      this.#left(unlock.end) > 0 &&
      this.#options.connections.get(connectionId) === unlock.connection;
    if (!holds) {
      this.lock(connectionId);
      return undefined;
    }
    return unlock;
  }

  /** Returns whether the connection was unlocked. */
  #end(connectionId: string): boolean {
    const unlock = this.#unlocks.get(connectionId);
    this.#unlocks.delete(connectionId);
    unlock?.stopTimer();
    unlock?.ending.abort();
    return unlock !== undefined;
  }

  #extend(connectionId: string): void {
    const unlock = this.#unlocks.get(connectionId);
    if (unlock !== undefined) {
      const { connection, last } = unlock;
      const minutes = connection.kind === 'configured' && connection.production ? 5 : 15;
      unlock.end = this.#in(Math.min(minutes * minute, this.#left(last)));
      this.#announce(connectionId);
    }
  }

  /** Announces the minutes that are left, now and whenever they change. */
  #announce(connectionId: string): void {
    const unlock = this.#current(connectionId);
    if (unlock === undefined) {
      return;
    }
    unlock.stopTimer();
    const left = this.#left(unlock.end);
    const untilNext = left % minute || minute;
    unlock.stopTimer = this.#clock.after(Math.ceil(untilNext), () => this.#announce(connectionId));
    const minutes = Math.ceil(left / minute);
    if (minutes !== unlock.shownMinutes) {
      unlock.shownMinutes = minutes;
      this.#options.changed(connectionId);
    }
  }

  #in(milliseconds: number): Moment {
    return { date: this.#clock.date() + milliseconds, now: this.#clock.now() + milliseconds };
  }

  #left({ date, now }: Moment): number {
    return Math.min(date - this.#clock.date(), now - this.#clock.now());
  }
}
