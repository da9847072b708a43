import { type Clock, systemClock } from '../../../src/core/http/clock.ts';
import type { ConnectionOptions, SecretName } from '../../../src/core/http/connectionOptions.ts';
import { withRateLimit } from '../../../src/core/http/rateLimit/withRateLimit.ts';
import type { Transport } from '../../../src/core/http/transport.ts';
import { UndiciTransport } from '../../../src/core/http/undiciTransport.ts';
import { withRetry } from '../../../src/core/http/withRetry.ts';

/** Waits of retries and of the rate limit pass a thousand times faster; deadlines do not. */
const impatient: Clock = {
  now: () => systemClock.now() * 1000,
  after: (milliseconds, done) => systemClock.after(milliseconds / 1000, done),
};

/** How many attempts were sent below the rate limit, how many are pending, and the highest number of pending ones. */
export interface Traffic {
  sent: number;
  pending: number;
  most: number;
}

/** A transport with retries and the rate limit, and with the secrets that were entered; keeps `traffic` up to date. */
export function transportOf(
  options: ConnectionOptions,
  entered: ReadonlyMap<SecretName, string>,
  traffic: Traffic = { sent: 0, pending: 0, most: 0 },
): Transport {
  const own = counted(new UndiciTransport(options, { secrets: { get: async (name) => entered.get(name) } }), traffic);
  return withRetry(withRateLimit(own, { tier: options.rateLimit, clock: impatient }), options, { clock: impatient });
}

function counted(transport: Transport, traffic: Traffic): Transport {
  return {
    async send(request) {
      traffic.sent += 1;
      traffic.pending += 1;
      traffic.most = Math.max(traffic.most, traffic.pending);
      try {
        return await transport.send(request);
      } finally {
        traffic.pending -= 1;
      }
    },
    close: () => transport.close(),
  };
}
