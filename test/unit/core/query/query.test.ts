import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeQuery, queryValues } from '../../../../src/core/query/completeQuery.ts';
import { parseQuery, type QueryFacts } from '../../../../src/core/query/parseQuery.ts';
import { queryFields } from '../../../../src/core/query/terms.ts';

const now = Date.parse('2026-03-10T12:00:00Z');

const lagos: QueryFacts = {
  ip: ['203.0.113.7'],
  userAgent: ['Mozilla/5.0 (X11; Linux x86_64) Chrome/141.0.0.0'],
  device: ['Chrome 141 on Linux'],
  country: ['NG'],
  place: ['Lagos, NG'],
  methods: ['code_recovery', 'totp'],
  providers: ['github'],
  aal: ['aal2'],
  state: ['inactive', 'revoked'],
  issuedAt: Date.parse('2026-03-10T09:00:00Z'),
  text: ['5f1e7f2c-0000-4000-8000-000000000001', 'Emmy Ritter', 'say "hi"'],
};

function matches(query: string, facts: Partial<QueryFacts> = {}): boolean {
  return parseQuery(query, now).matches({ ...lagos, ...facts });
}

function codes(query: string): readonly string[] {
  return parseQuery(query, now).problems.map(({ code }) => code);
}

describe('parseQuery', () => {
  it('matches all rows for an empty query', () => {
    expect(['', '  ', '\n'].map((query) => matches(query))).toEqual([true, true, true]);
  });

  it.each([
    'ip:203.0.113.7',
    'ip:203.0.113.0/24',
    'ip:203.0.113.99/24',
    'ip:0.0.0.0/0',
    'ip:::ffff:203.0.113.7',
    'ua:linux',
    'device:"chrome 141"',
    'DEVICE:CHROME',
    'country:ng',
    'place:lagos',
    'place:"Lagos, NG"',
    'method:recovery',
    'method:totp',
    'provider:git',
    'aal:aal2',
    'aal:2',
    'state:inactive',
    'state:rev',
    'emmy',
    '"emmy ritter"',
    '"say \\"hi\\""',
    'lagos chrome 5f1e7f2c',
    '-device:firefox -berlin',
    'place:"Lagos',
    'since:3h',
    'since:180m',
    'since:1d',
    'since:2026-03-10',
    'since:2026-03-10T09:00',
    'since:2026-03-10T10:00+01:00',
    'since:"2026-03-10 09:00"',
    'since:2026',
    'until:2026-03-10',
    'until:2026-03-10T09:00',
    'until:2026-03-10T09:00:00.000Z',
    'until:2026-03',
    'until:2h',
  ])('matches a session from Lagos for %s', (query) => {
    expect(matches(query)).toBe(true);
    expect(codes(query)).toEqual([]);
  });

  it.each([
    'ip:203.0.113.8',
    'ip:203.0.112.0/24',
    'ip:::/0',
    'ip:2001:db8::/32',
    'ua:firefox',
    'country:g',
    'state:active',
    'place:emmy',
    '-lagos',
    '-country:NG',
    'lagos berlin',
    'since:2h',
    'since:2026-03-11',
    'until:3h',
    'until:2026-03-09',
    'until:2026-03-10T08:59',
    'until:2026-02',
    'until:2025',
  ])('does not match a session from Lagos for %s', (query) => {
    expect(matches(query)).toBe(false);
    expect(codes(query)).toEqual([]);
  });

  it.each([
    ['2001:db8:51::9', 'ip:2001:db8:51::/48', true],
    ['2001:db8:51::9', 'ip:2001:DB8:51:0:0:0:0:9', true],
    ['2001:db8:51::9', 'ip:2001:db8:52::/48', false],
    ['2001:db8:51::9', 'ip:2001:db8:53::/46', true],
    ['2001:db8:51::9', 'ip:2001:db8:54::/46', false],
    ['[2001:db8::1]:443', 'ip:2001:db8::1', true],
    ['203.0.113.7:50123', 'ip:203.0.113.7', true],
    ['fe80::1%eth0', 'ip:fe80::/10', true],
    ['::ffff:cb00:7107', 'ip:203.0.113.0/24', true],
    ['198.51.100.1, 203.0.113.7', 'ip:203.0.113.7', true],
    ['unknown', 'ip:0.0.0.0/0', false],
    ['203.0.113.7', 'ip:203.0.113.0/25', true],
    ['203.0.113.128', 'ip:203.0.113.0/25', false],
  ])('compares the address %s with %s: %s', (ip, query, expected) => {
    expect(matches(query, { ip: [ip] })).toBe(expected);
  });

  it('matches no span of time for a session whose time is unknown', () => {
    expect(['since:1d', 'until:1d', '-since:1d'].map((query) => matches(query, { issuedAt: undefined }))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it.each([
    ['where:lagos', 'unknownField'],
    ['ip:', 'missingValue'],
    ['-', 'missingValue'],
    ['""', 'missingValue'],
    ['ip:203.0.113', 'notAnAddress'],
    ['ip:203.0.113.256', 'notAnAddress'],
    ['ip:203.0.113.0/33', 'notAnAddress'],
    ['ip:203.0.113.0/24/8', 'notAnAddress'],
    ['ip:2001:db8::1::2', 'notAnAddress'],
    ['ip:2001:db8::/129', 'notAnAddress'],
    ['ip:1:2:3:4:5:6:7', 'notAnAddress'],
    ['since:yesterday', 'notATime'],
    ['since:2026-02-30', 'notATime'],
    ['until:2026-13', 'notATime'],
    ['until:3x', 'notATime'],
  ])('reports %s as %s, and hides nothing', (query, code) => {
    expect(codes(query)).toEqual([code]);
    expect(matches(query)).toBe(true);
    expect(matches(`${query} -lagos`)).toBe(false);
  });

  it('says where in the query a problem ends, and its field and value', () => {
    expect(parseQuery('lagos -since:"last week" x', now).problems).toEqual([
      { code: 'notATime', end: 24, field: 'since', value: 'last week' },
    ]);
  });

  it('reads a URL, a time and an IPv6 address as free text', () => {
    expect(matches('https://bot.example 12:30 2001:db8::1', { text: ['https://bot.example 12:30 2001:db8::1'] })).toBe(
      true,
    );
  });

  const anyTerm = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc
      .tuple(fc.constantFrom(...queryFields), fc.string({ unit: 'grapheme' }))
      .map(([field, value]) => `${field}:${value}`),
    fc.constantFrom('since:3h', 'ip:203.0.113.0/24', 'ip:2001:db8::/32', 'until:2026-03-10', 'lagos', '"emmy r'),
  );

  it('understands any text, or reports a problem', () => {
    fc.assert(
      fc.property(anyTerm, fc.string({ unit: 'binary' }), (query, value) => {
        expect(parseQuery(query, now).matches({ ...lagos, ip: [value], place: [value] })).toBeTypeOf('boolean');
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds by -x exactly the rows that x does not find, for any single term that is understood', () => {
    const term = anyTerm.filter((text) => /^[^\s"-]\S*$/.test(text) && codes(text).length === 0);
    fc.assert(
      fc.property(term, fc.string({ unit: 'grapheme' }), fc.option(fc.integer()), (text, value, issuedAt) => {
        const facts = { ip: ['203.0.113.7', value], place: [value], issuedAt: issuedAt ?? undefined };
        expect(codes(`-${text}`)).toEqual([]);
        expect(matches(`-${text}`, facts)).toBe(!matches(text, facts));
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('completeQuery', () => {
  const values = queryValues([lagos, { ...lagos, place: ['Berlin, DE'] }, { ...lagos, place: ['Berlin, DE'] }]);
  const texts = (text: string, cursor = text.length) => completeQuery(text, cursor, values, 5).map((one) => one.text);

  it('suggests the fields that begin as the word at the cursor', () => {
    expect(texts('lagos p')).toEqual(['place:', 'provider:']);
    expect(texts('-pl')).toEqual(['place:']);
    expect(texts('lagos ')).toEqual(['ip:', 'ua:', 'device:', 'country:', 'place:']);
    expect(texts('zzz')).toEqual([]);
  });

  it('suggests the values of the field at the cursor, most frequent first, in quotes where they have spaces', () => {
    expect(texts('place:')).toEqual(['"Berlin, DE"', '"Lagos, NG"']);
    expect(texts('place:la')).toEqual(['"Lagos, NG"']);
    expect(texts('place:"lagos, n')).toEqual(['"Lagos, NG"']);
    expect(texts('method:t')).toEqual(['totp']);
    expect(texts('since:')).toEqual(['1h', '24h', '7d', '30d']);
    expect(texts('where:')).toEqual([]);
  });

  it('completes the term before the cursor, and leaves the rest of the query', () => {
    expect(completeQuery('-place:la chrome', 9, values, 5)).toEqual([
      { start: 7, end: 9, text: '"Lagos, NG"', field: 'place', value: 'Lagos, NG' },
    ]);
  });

  it('suggests a value that is understood and finds its row, whatever its characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (place) => {
        const facts = { ...lagos, place: [place] };
        for (const { text } of completeQuery('place:', 6, queryValues([facts]), 5)) {
          const query = parseQuery(`place:${text}`, now);
          expect(query.problems).toEqual([]);
          expect(query.matches(facts)).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
