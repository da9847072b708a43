import type { Connection } from '../../../../src/connections/connection.ts';
import { type UnlockClock, Unlocks } from '../../../../src/connections/unlock/unlocks.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { SimulatedClock } from '../../core/http/rateLimit/simulatedClock.ts';

/** A machine that can sleep, and whose date can be changed. */
export class SleepingClock extends SimulatedClock implements UnlockClock {
  /** How far the date is ahead of the clock that only counts the time awake. */
  ahead = 1_790_000_000_000;

  date(): number {
    return this.now() + this.ahead;
  }

  sleep(milliseconds: number): void {
    this.ahead += milliseconds;
  }
}

/** One window: its connections, and which of them are unlocked. */
export class WindowUnderTest {
  readonly clock = new SleepingClock();
  readonly connections = new Map<string, Connection>();
  /** The ids of which something changed, and the minutes that were left then. */
  readonly changes: (readonly [id: string, minutes: number | undefined])[] = [];
  readonly unlocks: Unlocks;

  constructor(...entries: Parameters<typeof aConnection>[0][]) {
    for (const entry of entries) {
      const connection = aConnection({ writable: true, ...entry });
      this.connections.set(connection.id, connection);
    }
    this.unlocks = new Unlocks({
      connections: this.connections,
      clock: this.clock,
      changed: (id) => this.changes.push([id, this.minutes(id)]),
    });
  }

  connection(id: string): Connection {
    const connection = this.connections.get(id);
    if (connection === undefined) {
      throw new Error(`no connection ${id}`);
    }
    return connection;
  }

  unlock(id: string, reason?: string): void {
    this.unlocks.unlock(this.connection(id), reason);
  }

  /** Unlocks a connection and returns a permit of it. */
  permit(id: string) {
    this.unlock(id);
    const permit = this.unlocks.permit(id);
    if (permit === undefined) {
      throw new Error(`${id} is locked`);
    }
    return permit;
  }

  /** Returns the minutes that are left, rounded up; undefined while it is locked. */
  minutes(id: string): number | undefined {
    const state = this.unlocks.state(id);
    return state && Math.ceil(state.milliseconds / 60_000);
  }
}
