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

/** How many requests are under way, below the budget and with each attempt counted, and how many were at the most. */
export interface Traffic {
  underWay: number;
  most: number;
}

/** A transport as openTransport makes it, with the secrets that the person has entered; keeps `traffic` up to date. */
export function transportOf(
  options: ConnectionOptions,
  entered: ReadonlyMap<SecretName, string>,
  traffic: Traffic = { underWay: 0, most: 0 },
): Transport {
  const own = counted(lazyTransport(options, { secrets: { get: async (name) => entered.get(name) } }), traffic);
  return retrying(budgeted(own, { tier: options.budget, clock: impatient }), options, { clock: impatient });
}

function counted(transport: Transport, traffic: Traffic): Transport {
  return {
    async send(request) {
      traffic.underWay += 1;
      traffic.most = Math.max(traffic.most, traffic.underWay);
      try {
        return await transport.send(request);
      } finally {
        traffic.underWay -= 1;
      }
    },
    close: () => transport.close(),
  };
}
