import fc from 'fast-check';
import { expect, it } from 'vitest';
import { identityDetails } from '../../../../src/core/kratos/identityDetails.ts';
import type { Malformed, Session } from '../../../../src/core/kratos/session.ts';
import { originsInSteps } from '../../../../src/core/origins/origins.ts';
import { describeIdentityPage } from '../../../../src/pages/host/identity/describeIdentityPage.ts';
import { describeOrigins } from '../../../../src/pages/host/origins/describeOrigins.ts';
import { RowSender } from '../../../../src/pages/host/rowSender.ts';
import type { SessionRow } from '../../../../src/pages/protocol/sessionRow.ts';
import { runSteps } from '../../../origins/runSteps.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { adaId, identityRowOf, wireIdentity } from '../../builders/identityBuilder.ts';
import { sessionRowOf, uuid, wireSession } from '../../builders/sessionBuilder.ts';

const now = new Date('2026-11-24T12:00:00Z');
const seed = { seed: 9, numRuns: 300 };

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    ' ',
    '\u202E\u0000\uD800',
    '<img src=x onerror=alert(1)>',
    'أبو ظبي, AE',
    'constructor, XX',
    '__proto__',
    '::ffff:203.0.113.7',
    '[2001:db8::1%eth0]:443',
    '999.1.1.1, 203.0.113.7',
    'x'.repeat(5000),
  ),
);
const time = fc.oneof(
  fc.constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z', 'yesterday', '', '+275760-09-13T00:00:00Z'),
  fc
    .date({ min: new Date('2025-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
    .map((at) => at.toISOString()),
  text,
);
/** Returns a member of the right type, null, none, or in the wrong shape. */
const member = (value: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 8, arbitrary: value }, fc.constantFrom(undefined, null), fc.jsonValue({ maxDepth: 1 }));

const wire = fc
  .record({
    active: member(fc.boolean()),
    expires_at: member(time),
    authenticated_at: member(time),
    issued_at: member(time),
    authenticator_assurance_level: member(text),
    authentication_methods: member(
      fc.array(fc.record({ method: member(text), aal: text, completed_at: member(time), provider: member(text) })),
    ),
    devices: member(
      fc.array(fc.record({ ip_address: member(text), user_agent: member(text), location: member(text) })),
    ),
  })
  .map((members) => (id: string) => sessionRowOf(JSON.stringify({ ...wireSession(members), id })));
const sessions = fc
  .array(wire, { maxLength: 25 })
  .map((items) => items.map((itemOf, index) => itemOf(uuid(index + 1))) as (Session | Malformed)[]);

it('describes each session that a server may send in one row and in one origin', async () => {
  let [readable, unreadable] = [0, 0];
  await fc.assert(
    fc.asyncProperty(sessions, async (items) => {
      const ids = items.map(({ id }) => id);
      const rows: SessionRow[] = [];
      const sender = new RowSender((sent) => rows.push(...sent));
      const owner = { identityId: adaId, identity: undefined, identityState: 'active' };
      await sender.send(items, () => owner, { lookup: undefined, now }, new AbortController().signal);
      expect(rows.map(({ id }) => id)).toEqual(ids);
      const isMalformed = new Set(items.filter(({ kind }) => kind === 'malformed').map(({ id }) => id));
      expect(rows.filter(({ state }) => state === 'unreadable').map(({ id }) => id)).toEqual([...isMalformed]);
      readable += items.length - isMalformed.size;
      unreadable += isMalformed.size;

      const models = runSteps(
        describeOrigins(runSteps(originsInSteps({ sessions: items })), {
          now,
          loaded: undefined,
          isActive: (id) => sender.isActive(id),
          recognition: () => undefined,
        }),
      );
      expect(models.flatMap(({ sessionIds }) => sessionIds).sort()).toEqual(ids.toSorted());
      expect(new Set(models.map(({ key }) => key)).size).toBe(models.length);
      for (const { titles, answers } of models) {
        expect(titles.length).toBeGreaterThan(0);
        expect(answers).toHaveLength(14);
      }
    }),
    seed,
  );
  expect(Math.min(readable, unreadable)).toBeGreaterThan(100);
});

it('describes any identity that a server may send, its addresses, credentials and mails', () => {
  const address = fc.record({
    value: member(text),
    via: member(text),
    verified: member(fc.boolean()),
    created_at: member(time),
  });
  const identities = fc.record({
    state: member(text),
    traits: member(fc.jsonValue()),
    metadata_public: member(fc.jsonValue()),
    created_at: member(time),
    state_changed_at: member(time),
    verifiable_addresses: member(fc.array(address)),
    recovery_addresses: member(fc.array(address)),
    credentials: member(
      fc.dictionary(text, fc.record({ identifiers: member(fc.array(text)), updated_at: member(time) })),
    ),
  });
  const mail = fc.record({
    recipient: text,
    template: text,
    status: text,
    sendCount: fc.option(fc.integer(), { nil: undefined }),
    createdAt: time,
  });
  fc.assert(
    fc.property(identities, fc.array(mail), (members, mails) => {
      const item = identityRowOf(JSON.stringify(wireIdentity(members)));
      const identity = item.kind === 'malformed' ? undefined : item;
      const { events, title } = describeIdentityPage(
        {
          ref: { connectionId: 'acme', identityId: adaId },
          phase: { kind: 'ready' },
          identity,
          details: identityDetails(members, 'v26.2.0'),
          mails: { mails, withOlder: mails.map(({ recipient }) => recipient), notRead: [], malformed: 0 },
          mailsFailure: undefined,
          connection: aConnection(),
          directory: undefined,
          sessions: undefined,
          filter: 'all',
          isSettled: true,
        },
        { labelTraits: ['email'], problems: [], unlock: undefined, completed: new Map() },
      );
      expect(title).not.toBe('');
      expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).toSorted((one, other) => one - other));
      expect(events.every(({ at }) => Number.isFinite(at))).toBe(true);
    }),
    seed,
  );
});
