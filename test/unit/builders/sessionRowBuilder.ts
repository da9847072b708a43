import type { MethodMark, SessionRow } from '../../../src/pages/protocol/sessionRow.ts';

let made = 0;

/** Returns a row of an active session that began on 20 November 2026 and lasts a day. */
export function sessionRow(over: Partial<SessionRow> = {}): SessionRow {
  made += 1;
  return {
    id: `session-${made}`,
    identityId: 'identity',
    identity: undefined,
    state: 'active',
    stateText: 'Active',
    signedInAt: Date.parse('2026-11-20T08:00:00Z'),
    expiresAt: Date.parse('2026-11-21T08:00:00Z'),
    device: 'Chrome 141 on Windows',
    place: 'Berlin, DE',
    country: 'DE',
    operator: undefined,
    addresses: ['203.0.113.7'],
    userAgents: [],
    methods: [],
    aal: 'aal1',
    ...over,
  };
}

export function methodMark(method: string, completedAt?: number, provider?: string): MethodMark {
  return { method, provider, completedAt };
}
