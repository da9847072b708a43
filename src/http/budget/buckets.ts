import type { BudgetTier } from '../connectionOptions.ts';

/** Ory Network's counters of the admin API: lists, single items, and writes (kratos-admin-medium, -high and -low). */
export type Bucket = 'medium' | 'high' | 'low';

/** A server lets `limit` requests through in any `milliseconds`. */
export interface RateWindow {
  readonly limit: number;
  readonly milliseconds: number;
}

const single: readonly string[] = ['/admin/identities/{id}', '/admin/sessions/{id}'];
const uncounted: readonly string[] = ['/admin/health/ready', '/admin/health/alive', '/admin/version'];

/** The counter that a request to a server of this tier is counted by, and waits for; undefined for none. */
export function bucketOf(
  tier: BudgetTier,
  { method, template }: { readonly method: string; readonly template: string },
): Bucket | undefined {
  if (tier === 'unlimited' || uncounted.includes(template)) {
    return undefined;
  }
  if (method !== 'GET' || template === '/admin/courier/messages') {
    return 'low';
  }
  return single.includes(template) ? 'high' : 'medium';
}

/** [requests in a second, requests in a minute] */
type Limits = readonly [perSecond: number, perMinute: number];

const documented: Readonly<Record<Exclude<BudgetTier, 'learnt' | 'unlimited'>, Readonly<Record<Bucket, Limits>>>> = {
  developer: { medium: [5, 25], high: [5, 40], low: [5, 80] },
  production: { medium: [5, 90], high: [5, 80], low: [8, 175] },
  growth: { medium: [9, 200], high: [23, 550], low: [18, 425] },
  enterprise: { medium: [17, 400], high: [45, 1100], low: [35, 850] },
  // Of all tiers but Developer: their staging and development projects.
  staging: { medium: [5, 60], high: [5, 80], low: [8, 175] },
};

/** What a tier is documented to let through; nothing is known beforehand of the others. */
export function documentedWindows(tier: BudgetTier, bucket: Bucket): readonly RateWindow[] {
  if (tier === 'learnt' || tier === 'unlimited') {
    return [];
  }
  const [perSecond, perMinute] = documented[tier][bucket];
  return [
    { limit: perSecond, milliseconds: 1000 },
    { limit: perMinute, milliseconds: 60_000 },
  ];
}
