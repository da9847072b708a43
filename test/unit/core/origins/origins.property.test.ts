import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Origin } from '../../../../src/core/origins/origins.ts';
import { agents, grouping, origins, signIn } from '../../builders/originBuilder.ts';

const networks = ['203.0.113', '203.0.114', '203.0.115', '198.51.100', '192.0.2', '2001:db8:1:', '2001:db8:2:'];

/** What a server may send, and what a stranger may have made it send. */
const anySession = fc.record({
  at: fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .date({ min: new Date('2025-06-01'), max: new Date('2026-11-27'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    },
    { weight: 1, arbitrary: fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', 'soon', '', null) },
  ),
  ip: fc.oneof(
    {
      weight: 8,
      arbitrary: fc
        .tuple(fc.constantFrom(...networks), fc.nat(255))
        .map(([network, host]) => (network.includes(':') ? `${network}:${host.toString(16)}` : `${network}.${host}`)),
    },
    { weight: 1, arbitrary: fc.constantFrom(null, '', 'unknown', '[2001:db8:1::9]:443', '::ffff:203.0.113.9') },
  ),
  agent: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...Object.values(agents), 'curl/8.5.0', '') },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
  ),
  location: fc.constantFrom('Berlin, DE', 'Amsterdam, NL', 'Lagos, NG', '', 'XX', 'T1', '\u202eED'),
  aal: fc.constantFrom('aal1', 'aal2', ''),
  methods: fc.constantFrom(['password'], ['password', 'totp'], ['oidc github'], ['code_recovery'], []),
});

const someSessions = fc
  .array(anySession, { maxLength: 40 })
  .map((facts) => facts.map((one, index) => signIn({ ...one, id: `session-${index}` })));

/** Everything that a reader sees of origins. */
function shown(found: readonly Origin[]) {
  return found.map(({ sessions, reasons, answers }) => ({ sessions: sessions.map(({ id }) => id), reasons, answers }));
}

it('puts every session in exactly one origin', () => {
  fc.assert(
    fc.property(someSessions, (sessions) => {
      expect(grouping(origins(sessions)).flat().sort()).toEqual(sessions.map(({ id }) => id).sort());
    }),
  );
});

it('finds the same origins, reasons and order whatever the order of the list', () => {
  const shuffled = someSessions.chain((sessions) =>
    fc.tuple(fc.constant(sessions), fc.shuffledSubarray([...sessions], { minLength: sessions.length })),
  );
  fc.assert(
    fc.property(shuffled, ([sessions, other]) => {
      expect(shown(origins(other))).toEqual(shown(origins(sessions)));
      expect(shown(origins(sessions.toReversed()))).toEqual(shown(origins(sessions)));
    }),
  );
});

it('gives either a reason or another result for each mark of each origin', () => {
  fc.assert(
    fc.property(someSessions, (sessions) => {
      for (const { answers, reasons } of origins(sessions)) {
        const marked = Object.entries(answers).flatMap(([mark, answer]) => (answer === 'marked' ? [mark] : []));
        expect(reasons.map(({ finding }) => finding.mark).sort()).toEqual(marked.sort());
      }
    }),
  );
});

it('keeps what a reason was compared with, or drops the reason, when an older session is added', () => {
  const older = anySession.map((facts) => signIn({ ...facts, id: 'older', at: '2020-01-01T00:00:00Z' }));
  fc.assert(
    fc.property(someSessions, older, (sessions, added) => {
      const after = origins([...sessions, added]);
      for (const { reasons, sessions: own } of origins(sessions)) {
        for (const { finding, baseline, session } of reasons) {
          const origin = originOf(after, session);
          const reason = origin?.reasons.find((one) => one.finding.mark === finding.mark);
          const hasJoined = own.length !== origin?.sessions.length;
          if (reason === undefined) {
            // It is usual now, or the origin has older sessions than it had.
            expect(origin?.answers[finding.mark] === 'usual' || hasJoined).toBe(true);
            continue;
          }
          expect(reason.baseline === undefined).toBe(baseline === undefined);
          if (baseline !== undefined && !hasJoined) {
            expect(reason.baseline?.sessions).toBeGreaterThanOrEqual(baseline.sessions);
            expect(reason.baseline?.since).toBeLessThanOrEqual(baseline.since);
          }
        }
      }
    }),
  );
});

function originOf(found: readonly Origin[], session: string): Origin | undefined {
  return found.find(({ sessions }) => sessions.some(({ id }) => id === session));
}
