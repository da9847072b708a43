import { describe, expect, it } from 'vitest';
import { originsInSteps } from '../../../../src/core/origins/origins.ts';
import { runSteps } from '../../../origins/runSteps.ts';
import { agents, days, grouping, origins, signIn } from '../../builders/originBuilder.ts';

const home = days(6);
const stranger = { ip: '198.51.100.9', agent: agents.firefoxLinux, location: 'Amsterdam, NL' };
const phone = { agent: agents.safariIphone };

describe('lines join', () => {
  it('when two devices share a network', () => {
    expect(origins([...home, signIn({ ...phone, at: '2026-03-20T08:00:00Z' })])).toHaveLength(1);
  });

  it('when a device came from three networks of one range', () => {
    const mobile = ['192.0.2.1', '192.0.7.1', '192.0.9.1'].map((ip) => signIn({ ...phone, ip }));
    expect(origins([...home, ...mobile])).toHaveLength(2);
  });

  it('when databases name one operator', () => {
    const mobile = ['192.0.2.1', '100.64.7.1'].map((ip) => signIn({ ...phone, ip }));
    expect(origins([...home, ...mobile])).toHaveLength(3);
    expect(
      origins([...home, ...mobile], { lookup: (ip) => (ip.startsWith('203') ? {} : { asn: 64_496 }) }),
    ).toHaveLength(2);
  });

  it('when a new device comes to a network that was known before it', () => {
    const abroad = signIn({ ...phone, ip: '192.0.2.1', at: '2026-03-20T08:00:00Z' });
    const atHome = signIn({ ...phone, at: '2026-03-22T08:00:00Z' });
    expect(origins([...home, abroad])).toHaveLength(2);
    expect(origins([...home, abroad, atHome])).toHaveLength(1);
  });

  it('but not when only device and country are the same, as behind a VPN of that country', () => {
    const vpn = signIn({ ip: '198.51.100.9', at: '2026-03-20T08:00:00Z' });
    const [first] = origins([...home, vpn]);
    expect(first?.sessions.map(({ id }) => id)).toEqual([vpn.id]);
  });
});

describe('the order of origins', () => {
  it('puts most kinds of reason first', () => {
    const found = origins([
      ...home,
      signIn({ ...stranger, at: '2026-03-20T08:00:00Z' }),
      signIn({ ip: '192.0.2.1', at: '2026-03-21T08:00:00Z' }),
    ]);
    expect(found.map(({ reasons }) => new Set(reasons.map(({ kind }) => kind)).size)).toEqual([2, 1, 0]);
  });

  it('puts the newest first among equals', () => {
    const older = signIn({ ip: '192.0.2.1', at: '2026-03-20T08:00:00Z' });
    const newer = signIn({ ip: '198.51.100.1', at: '2026-03-21T08:00:00Z' });
    expect(
      origins([...home, newer, older])
        .map(({ sessions }) => sessions[0]?.id)
        .slice(0, 2),
    ).toEqual([newer.id, older.id]);
  });

  it('does not add up reasons that are days apart', () => {
    const work = [20, 25].map((day) => signIn({ ip: '192.0.2.1', at: `2026-03-${day}T08:00:00Z` }));
    const recovery = signIn({ ip: '192.0.2.1', at: '2026-03-28T08:00:00Z', methods: ['code_recovery'] });
    const visit = signIn({ ...stranger, agent: agents.chromeWindows, at: '2026-03-29T08:00:00Z' });
    const [first, second] = origins([...home, ...work, recovery, visit]);
    expect(first?.sessions.map(({ id }) => id)).toEqual([visit.id]);
    expect(second?.reasons.map(({ kind }) => kind)).toEqual(['place', 'signIn']);
  });
});

describe('an origin', () => {
  it('keeps the reasons of its first session when later ones follow', () => {
    const visits = [20, 21, 22].map((day) => signIn({ ...stranger, at: `2026-03-${day}T08:00:00Z` }));
    const [first] = origins([...home, ...visits]);
    expect(first?.sessions).toHaveLength(3);
    expect(first?.reasons.map(({ finding, session }) => [finding.mark, session])).toEqual(
      ['country', 'network', 'device'].map((mark) => [mark, visits[0]?.id]),
    );
  });

  it('takes a script from the network of its first days for a reason', () => {
    const script = signIn({ ...stranger, agent: 'curl/8.5.0', at: '2026-03-21T08:00:00Z' });
    const [first] = origins([...home, signIn({ ...stranger, at: '2026-03-20T08:00:00Z' }), script]);
    expect(first?.reasons.find(({ finding }) => finding.mark === 'client')?.session).toBe(script.id);
  });

  it('is as usual once it has been in use for two months', () => {
    const work = Array.from({ length: 6 }, (_, index) =>
      signIn({ ...stranger, at: new Date(Date.UTC(2026, 3, 1 + index * 14)).toISOString() }),
    );
    const found = origins([...home, ...work]).find(({ lines }) => lines[0]?.country === 'NL');
    expect([found?.answers.country, found?.answers.device, found?.reasons]).toEqual(['usual', 'usual', []]);
  });
});

describe('bad input', () => {
  it('keeps sessions without devices, methods and times in an origin', () => {
    const bare = ['a', 'b'].map((id) => ({ id }));
    expect(grouping(origins(bare))).toEqual([['a', 'b']]);
  });

  it('lists a session once when it was read twice', () => {
    const twice = signIn({ id: 'twice' });
    expect(grouping(origins([twice, twice, ...home])).flat()).toHaveLength(7);
  });

  it.each(['0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '99999-01-01T00:00:00Z', 'yesterday', '', null])(
    'keeps a session of %s',
    (at) => {
      const odd = signIn({ id: 'odd', at });
      expect(grouping(origins([...home, odd])).flat()).toContain('odd');
    },
  );

  it('never takes a session without a time for an earlier one', () => {
    const [origin] = origins([...days(3, { at: null }), signIn({ ...stranger })]);
    expect(origin?.answers.network).toBe('tooLittleHistory');
  });

  it('takes a place that names no country for no data', () => {
    const odd = ['<b>NL</b>', 'NL\u202e', 'Nowhere, nl', ',', 'Berlin, DEU', 'x'.repeat(100_000)].map((location) =>
      signIn({ location }),
    );
    expect(origins(odd).flatMap(({ sessions }) => sessions.map(({ country }) => country))).toEqual(
      odd.map(() => undefined),
    );
  });

  it('groups ten thousand sessions of one origin in steps', () => {
    const steps = originsInSteps({ sessions: days(10_000, {}, -9_000) });
    let count = 1;
    while (!steps.next().done) {
      count += 1;
    }
    expect(count).toBeGreaterThan(1_000);
  });

  it('groups ten thousand sessions of as many networks', () => {
    const sessions = days(10_000, {}, -9_000).map((session, index) => ({
      ...session,
      devices: [
        {
          ipAddress: `${1 + (index % 250)}.${index % 251}.${index % 241}.1`,
          userAgent: `agent ${index}`,
          location: '',
        },
      ],
    }));
    expect(runSteps(originsInSteps({ sessions })).flatMap((origin) => origin.sessions)).toHaveLength(10_000);
  });
});
