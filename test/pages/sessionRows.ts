import type { SessionRow } from '../../src/pages/protocol/sessionRow.ts';

/** Monday, 23 November 2026, 15:00 UTC. */
export const testNow = Date.UTC(2026, 10, 23, 15);

const hour = 3_600_000;
const devices = ['Chrome 141 on Windows', 'Safari 26 on iPhone', 'Firefox 144 on Linux', 'Edge 141 on Windows', 'curl'];
const places = [
  { place: 'Berlin, DE', country: 'DE', network: '198.51.100' },
  { place: 'Hamburg, DE', country: 'DE', network: '192.0.2' },
  { place: 'Lagos, NG', country: 'NG', network: '203.0.113' },
  { place: undefined, country: undefined, network: '10.0.0' },
];
const methods = ['password', 'oidc', 'code', 'webauthn', 'code_recovery'];
const states = ['active', 'active', 'expired', 'revoked', 'identityInactive', 'expiredOrRevoked'] as const;

/** Returns rows with different values, the newest first. */
export function testRows(count: number): readonly SessionRow[] {
  return Array.from({ length: count }, (_, index) => testRow(index));
}

export function testRow(index: number, changes: Partial<SessionRow> = {}): SessionRow {
  const { place, country, network } = pick(places, index * 7 + (index >> 3));
  const method = pick(methods, index * 3 + (index >> 2));
  const state = pick(states, index + (index >> 4));
  const signedInAt = testNow - (index * 5 + 1) * hour;
  return {
    id: `${index.toString(16).padStart(8, '0')}-5555-4555-8555-555555555555`,
    identityId: '11111111-1111-4111-8111-111111111111',
    identity: undefined,
    state,
    stateText: state,
    signedInAt,
    expiresAt: signedInAt + 24 * hour,
    device: pick(devices, index * 5 + (index >> 2)),
    place,
    country,
    operator: undefined,
    addresses: [`${network}.${index % 256}`],
    userAgents: ['Mozilla/5.0 (Windows NT 10.0; Win64; x64)'],
    methods: [{ method, provider: method === 'oidc' ? 'github' : undefined, completedAt: signedInAt }],
    aal: 'aal1',
    ...changes,
  };
}

function pick<T>(items: readonly T[], index: number): T {
  return items[index % items.length] as T;
}
