import { expect, test } from 'vitest';
import { sessionsAsCsv, sessionsAsLines } from '../../../src/text/sessionExport.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { aMalformedSession, aSession, uuid, wireDevice } from '../builders/sessionBuilder.ts';

const now = new Date('2026-11-24T10:00:00Z');
const without = { withPersonalData: false, now, lookup: undefined };
const withAll = { ...without, withPersonalData: true };

const exported = (session: Parameters<typeof sessionsAsCsv>[0][number]['session']) => ({
  session,
  identityId: adaId,
  identityState: 'active',
});

const firstLine = 'id,identity,state,signedIn,expires,aal,methods,device,network,country';

test('exports a session as CSV without its address, city and user agent', () => {
  expect(sessionsAsCsv([exported(aSession())], without)).toBe(
    [
      firstLine,
      `"${uuid(1)}","${adaId}","active","2026-11-23T15:46:10.851012408Z","2026-11-24T15:46:10.851012408Z","aal1",` +
        '"password","Chrome on Windows","203.0.113.0/24","DE"',
      '',
    ].join('\r\n'),
  );
});

test('exports the address, the city and the user agent where personal data was asked for', () => {
  const [headings = '', line = ''] = sessionsAsCsv([exported(aSession())], withAll).split('\r\n');
  expect(headings).toBe(`${firstLine},address,location,userAgent`);
  expect(line).toMatch(/,"203\.0\.113\.80","Berlin, DE","Mozilla\/5\.0 .*"$/);
  expect(JSON.parse(sessionsAsLines([exported(aSession())], withAll))).toMatchObject({
    address: '203.0.113.80',
    location: 'Berlin, DE',
  });
});

test('exports one JSON object a line, and a row that could not be read by its id', () => {
  const lines = sessionsAsLines([exported(aSession({ active: false })), exported(aMalformedSession())], without);
  expect(lines.split('\n').map((line) => (line === '' ? line : JSON.parse(line)))).toEqual([
    {
      id: uuid(1),
      identity: adaId,
      state: 'revoked',
      signedIn: '2026-11-23T15:46:10.851012408Z',
      expires: '2026-11-24T15:46:10.851012408Z',
      aal: 'aal1',
      methods: 'password',
      device: 'Chrome on Windows',
      network: '203.0.113.0/24',
      country: 'DE',
    },
    { id: uuid(1), identity: adaId, state: 'unreadable' },
    '',
  ]);
});

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '＝1', ' =1+1', '\u00a0@SUM(A1)'])(
  'makes the cell %s harmless for a spreadsheet',
  (formula) => {
    const session = aSession({
      authenticator_assurance_level: formula,
      devices: [wireDevice({ user_agent: formula, location: formula })],
    });
    const cells =
      sessionsAsCsv([exported(session)], withAll)
        .split('\r\n')[1]
        ?.split('","') ?? [];
    expect(cells.filter((cell) => cell.startsWith(formula))).toEqual([]);
    expect(cells.filter((cell) => cell.startsWith(`'${formula}`)).length).toBeGreaterThanOrEqual(3);
  },
);

test('makes the id of an identity harmless, too', () => {
  const text = sessionsAsCsv([{ ...exported(aSession()), identityId: '\n=1+1 of ada@example.org' }], without);
  expect(text.split('\r\n')[1]).toContain(`,"⟨U+000A⟩=1+1 of a…@example.org",`);
});

test('masks an e-mail address and an IP address in a user agent that is unknown, and shows its line ends', () => {
  const agent = 'bot of ada@example.org from 198.51.100.23\r\n=cmd';
  const text = sessionsAsCsv([exported(aSession({ devices: [wireDevice({ user_agent: agent })] }))], without);
  expect(text).not.toMatch(/ada@|198\.51\.100\.23/);
  expect(text.split('\r\n')).toHaveLength(3);
});
