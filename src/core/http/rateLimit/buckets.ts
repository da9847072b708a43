/**
 * The rate-limit counters of Ory Network's admin API: lists (kratos-admin-medium), single items (-high), and writes and
 * the courier (-low). An endpoint without a bucket is not counted.
 */
export type Bucket = 'medium' | 'high' | 'low';

/** The server's rate limit: a tier of Ory Network, none, or `auto`, which follows x-ratelimit-* and 429. */
export type RateLimitTier = 'auto' | 'unlimited' | 'developer' | 'production' | 'growth' | 'enterprise' | 'staging';

/** A server accepts `limit` requests in any `milliseconds`. */
export interface RateWindow {
  readonly limit: number;
  readonly milliseconds: number;
}

type Limits = readonly [perSecond: number, perMinute: number];

const documented: Readonly<Record<Exclude<RateLimitTier, 'auto' | 'unlimited'>, Readonly<Record<Bucket, Limits>>>> = {
  developer: { medium: [5, 25], high: [5, 40], low: [5, 80] },
  production: { medium: [5, 90], high: [5, 80], low: [8, 175] },
  growth: { medium: [9, 200], high: [23, 550], low: [18, 425] },
  enterprise: { medium: [17, 400], high: [45, 1100], low: [35, 850] },
  // Staging and development projects of all tiers but Developer.
  staging: { medium: [5, 60], high: [5, 80], low: [8, 175] },
};

/** Returns the limits that are documented for a tier; none for `auto` and `unlimited`. */
export function documentedWindows(tier: RateLimitTier, bucket: Bucket): readonly RateWindow[] {
  if (tier === 'auto' || tier === 'unlimited') {
    return [];
  }
  const [perSecond, perMinute] = documented[tier][bucket];
  return [
    { limit: perSecond, milliseconds: 1000 },
    { limit: perMinute, milliseconds: 60_000 },
  ];
}
