import { budgeted } from '../../../src/http/budget/budgeted.ts';
import { type Clock, systemClock } from '../../../src/http/budget/clock.ts';
import type { ConnectionOptions, SecretName } from '../../../src/http/connectionOptions.ts';
import { lazyTransport } from '../../../src/http/lazyTransport.ts';
import { retrying } from '../../../src/http/retrying.ts';
import type { Transport } from '../../../src/http/transport.ts';

/** For waits before another attempt, and for the budget, a second is a millisecond; for deadlines it is not. */
const impatient: Clock = {
  now: () => systemClock.now() * 1000,
  after: (milliseconds, done) => systemClock.after(milliseconds / 1000, done),
};

/** A transport as openTransport makes it, with the secrets that the person has entered. */
export function transportOf(options: ConnectionOptions, entered: ReadonlyMap<SecretName, string>): Transport {
  const own = lazyTransport(options, { secrets: { get: async (name) => entered.get(name) } });
  return retrying(budgeted(own, { tier: options.budget, clock: impatient }), options, { clock: impatient });
}
