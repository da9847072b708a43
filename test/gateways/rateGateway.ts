import { createServer } from 'node:http';
import { forward, type Gateway, refuse, type SeenRequest, seen } from './gateway.ts';
import { listen } from './listening.ts';

/** The limits of a bucket per second and per longer window, by default a minute. */
export interface Limit {
  readonly perSecond: number;
  readonly perMinute: number;
}

export type BucketName = 'low' | 'medium' | 'high';
export type Limits = Readonly<Record<BucketName, Limit>>;

/** Ory Network's admin buckets of its smallest plan. */
const developerLimits: Limits = {
  medium: { perSecond: 5, perMinute: 25 },
  high: { perSecond: 5, perMinute: 40 },
  low: { perSecond: 5, perMinute: 80 },
};

export interface RateGatewayOptions {
  /** By default those of the Developer plan. */
  readonly limits?: Limits;
  /** Returns the current time in milliseconds. */
  readonly now?: () => number;
  /** The longer window in seconds. */
  readonly longWindow?: number;
  /** Whether windows begin at the full second and minute, or slide, which is stricter. */
  readonly windows?: 'fixed' | 'sliding';
}

export interface RateGateway extends Gateway {
  /** The requests that got a 429. */
  readonly refused: readonly SeenRequest[];
}

const second = 1000;

/** Starts an HTTP server in front of `upstream` with Ory Network's three admin buckets, their headers and 429s. */
export async function startRateGateway(upstream: string, options: RateGatewayOptions = {}): Promise<RateGateway> {
  const { limits = developerLimits, now = Date.now, longWindow = 60, windows = 'fixed' } = options;
  const long = longWindow * second;
  const requests: SeenRequest[] = [];
  const refused: SeenRequest[] = [];
  const taken: Record<BucketName, number[]> = { low: [], medium: [], high: [] };
  const server = createServer((request, response) => {
    const one = seen(request);
    requests.push(one);
    const name = bucketOf(one);
    const { perSecond, perMinute } = limits[name];
    const present = now();
    const since = (width: number) => (windows === 'fixed' ? Math.floor(present / width) * width : present - width + 1);
    const left = (width: number, limit: number) => limit - taken[name].filter((time) => time >= since(width)).length;
    const inSecond = left(second, perSecond);
    const inLong = left(long, perMinute);
    const passes = inSecond > 0 && inLong > 0;
    const [limit, width] = inSecond < inLong ? [perSecond, second] : [perMinute, long];
    const reset = Math.ceil((since(width) + width - present) / 1000);
    const headers = {
      'x-ratelimit-limit': `${limit}, ${perSecond};w=1, ${perMinute};w=${longWindow}`,
      'x-ratelimit-remaining': String(Math.max(0, Math.min(inSecond, inLong) - 1)),
      'x-ratelimit-reset': String(passes ? reset : 0),
    };
    if (passes) {
      taken[name].push(present);
      for (const [header, value] of Object.entries(headers)) {
        response.setHeader(header, value);
      }
      forward(request, response, upstream);
    } else {
      refused.push(one);
      refuse(response, 429, 'Rate limit exceeded', headers);
    }
  });
  const { port, ...listening } = await listen(server);
  return { url: `http://127.0.0.1:${port}`, requests, refused, ...listening };
}

function bucketOf({ method, target }: SeenRequest): BucketName {
  if (method !== 'GET') {
    return 'low';
  }
  const path = target.replace(/\?.*/, '');
  return /^\/admin\/(identities|sessions)\/[^/]+$/.test(path) ? 'high' : 'medium';
}
