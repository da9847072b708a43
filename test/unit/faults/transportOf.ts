import type { ConnectionOptions, SecretName } from '../../../src/core/http/connectionOptions.ts';
import { withRateLimit } from '../../../src/core/http/rateLimit/withRateLimit.ts';
import type { Transport } from '../../../src/core/http/transport.ts';
import { UndiciTransport } from '../../../src/core/http/undiciTransport.ts';
import { withRetry } from '../../../src/core/http/withRetry.ts';
import { fastClock } from '../fastClock.ts';

/** How many attempts were sent below the rate limit, how many are pending, and the highest number of pending ones. */
export interface Traffic {
  sent: number;
  pending: number;
  most: number;
}

/** Opens a transport with retries, the rate limit and the entered secrets. Keeps `traffic` up to date. */
export function transportOf(
  options: ConnectionOptions,
  entered: ReadonlyMap<SecretName, string>,
  traffic: Traffic = { sent: 0, pending: 0, most: 0 },
): Transport {
  const own = counted(new UndiciTransport(options, { secrets: { get: async (name) => entered.get(name) } }), traffic);
  return withRetry(withRateLimit(own, { tier: options.rateLimit, clock: fastClock }), options, { clock: fastClock });
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
