import { expect, test } from 'vitest';
import type { Connection, InvalidConnection } from '../../../../src/connections/connection.ts';
import { parseConnections } from '../../../../src/connections/settings/parseConnections.ts';

const local = { name: 'local', url: 'http://127.0.0.1:4434' };

/** Returns "id url" of each connection, and the problem of each unusable entry. */
function outcome(entry: Connection | InvalidConnection): string {
  switch (entry.kind) {
    case 'configured':
      return `${entry.id} ${entry.server.base.href}`;
    case 'demo':
      return entry.id;
    case 'invalid':
      return `${entry.index} ${entry.name ?? 'without name'}: ${entry.problem}`;
  }
}

const parsed = (setting: unknown) => parseConnections(setting).map(outcome);

test('returns no connection for a missing setting', () => {
  expect(parsed(undefined)).toEqual([]);
  expect(parsed(null)).toEqual([]);
  expect(parsed([])).toEqual([]);
});

test('parses the entries in their order', () => {
  expect(parsed([local, { name: 'eu', url: 'https://eu.example.org/kratos/' }])).toEqual([
    'local http://127.0.0.1:4434/',
    'eu https://eu.example.org/kratos',
  ]);
});

test('defaults to read-only, no authentication and the automatic proxy', () => {
  expect(parseConnections([local])[0]).toMatchObject({
    environment: undefined,
    production: false,
    writable: false,
    server: {
      authentication: { kind: 'none' },
      clientCertificate: undefined,
      tls: { verify: true },
      proxy: { kind: 'automatic' },
      rateLimit: 'auto',
    },
  });
});

test('parses an entry with all members', () => {
  const entry = {
    ...local,
    url: 'https://eu.example.org',
    environment: { name: 'production', color: 'charts.red' },
    production: true,
    writable: true,
    authentication: {
      type: 'headers',
      headers: [
        { name: 'X-Tenant', value: 'acme' },
        { name: 'X-Gateway-Key', secret: true },
      ],
    },
    clientCertificate: { certificateFile: '/etc/kratos/me.pem', keyFile: '/etc/kratos/me.key' },
    tls: { caFile: '/etc/kratos/ca.pem', serverName: 'kratos.internal' },
    proxy: 'http://ada@proxy.example.org:3128',
    rateLimit: 'growth',
    pageSize: 50,
    labelTraits: ['name.full'],
  };
  expect(parseConnections([entry])[0]).toMatchObject({
    kind: 'configured',
    environment: { name: 'production', color: 'charts.red' },
    production: true,
    writable: true,
    pageSize: 50,
    labelTraits: ['name.full'],
    server: {
      authentication: {
        kind: 'headers',
        headers: [
          { name: 'X-Tenant', value: 'acme' },
          { name: 'X-Gateway-Key', value: undefined },
        ],
      },
      clientCertificate: { kind: 'pem', certificateFile: '/etc/kratos/me.pem', keyFile: '/etc/kratos/me.key' },
      tls: { caFile: '/etc/kratos/ca.pem', serverName: 'kratos.internal', verify: true },
      proxy: { kind: 'this', url: new URL('http://ada@proxy.example.org:3128') },
      rateLimit: 'growth',
    },
  });
});

test('returns the problem of an unusable entry and parses the others', () => {
  const [first, second, third, fourth, last] = parsed([
    { url: 'http://127.0.0.1' },
    { name: 'eu' },
    { name: 'us', url: 7 },
    'http://127.0.0.1:4434',
    local,
  ]);
  expect(first).toMatch(/^0 without name: The name is missing/);
  expect(second).toMatch(/^1 eu: The address is missing/);
  expect(third).toMatch(/^2 us: The address is missing/);
  expect(fourth).toMatch(/^3 without name: This entry must look like/);
  expect(last).toBe('local http://127.0.0.1:4434/');
});

test('refuses the second of two entries with the same trimmed name', () => {
  expect(parsed([local, { ...local, name: ' local ' }])[1]).toMatch(
    /^1 local: Another connection is already called “local”/,
  );
});

test('refuses a name that equals the id of another entry', () => {
  const [first] = parseConnections([{ ...local, name: 'Local' }]);
  const id = first?.kind === 'configured' ? first.id : '';
  expect(id).toMatch(/^local-/);
  expect(
    parsed([
      { ...local, name: 'Local' },
      { ...local, name: id },
    ])[1],
  ).toContain('Choose another name');
});

test('allows the name of an invalid entry for a valid one', () => {
  expect(parsed([{ name: 'local', url: 'nowhere' }, local])[1]).toBe('local http://127.0.0.1:4434/');
});

test('refuses the name of the demo', () => {
  expect(parsed([{ ...local, name: 'demo' }])[0]).toMatch(/reserved for the demo/);
  expect(parsed([{ ...local, name: 'Demo' }])[0]).toMatch(/^demo-[0-9a-f]{6} /);
});

test('returns one problem for a setting that is not an array', () => {
  expect(parsed({ local: 'http://127.0.0.1:4434' })).toEqual([
    '0 without name: The setting kratosExplorer.connections must be an array.',
  ]);
});

test.each([
  [{ colour: 'red' }, 'Unknown property “colour”'],
  [{ production: 'yes' }, '“production” must be true or false.'],
  [{ environment: 'production' }, '“environment” must be an object'],
  [{ environment: {} }, '“environment.name” is missing. Add it.'],
  [{ environment: { name: ' ' } }, '“environment.name” is missing. Add it.'],
  [{ environment: { name: 'eu', color: 'rgb(1, 2, 3)' } }, 'theme color'],
  [{ authentication: {} }, '“authentication.type” must be one of none, bearer, basic, headers.'],
  [{ authentication: { type: 'token' } }, '“authentication.type” must be one of none, bearer, basic, headers.'],
  [{ authentication: { type: 'basic' } }, '“authentication.username” is missing. Add it.'],
  [{ authentication: { type: 'basic', username: 'ada:hunter2' } }, 'cannot contain colons'],
  [{ authentication: { type: 'headers', headers: [] } }, 'Add a header'],
  [{ authentication: { type: 'headers', headers: [{}] } }, '“authentication.headers[0].name” is missing. Add it.'],
  [{ authentication: { type: 'headers', headers: [{ name: 'X Tenant', value: 'a' }] } }, 'letters, digits and hyphens'],
  [{ authentication: { type: 'headers', headers: [{ name: 'Host', value: 'a' }] } }, 'is set by the request itself'],
  [
    { authentication: { type: 'headers', headers: [{ name: 'Accept-Encoding', value: 'gzip' }] } },
    'is set by the request itself',
  ],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Tenant' }] } }, 'requires a value'],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Tenant', value: 'a\nb' }] } }, 'a single line'],
  [
    {
      authentication: {
        type: 'headers',
        headers: [
          { name: 'A', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
    },
    'listed twice',
  ],
  [{ clientCertificate: { certificateFile: '/me.pem' } }, 'certificateFile and keyFile'],
  [{ clientCertificate: { pkcs12File: 'me.p12' } }, '“clientCertificate.pkcs12File” must be the absolute path'],
  [{ clientCertificate: { pkcs12File: '/me.p12' } }, 'requires an address that begins with https://'],
  [{ clientCertificate: { pkcs12File: '/me.p12' }, url: 'unix:/run/kratos.sock' }, 'begins with https://'],
  [{ tls: { caFile: 'ca.pem' } }, '“tls.caFile” must be the absolute path'],
  [{ tls: { serverName: 'https://kratos' } }, '“tls.serverName” must be the host name'],
  [{ tls: { verify: false }, production: true }, 'cannot be false for production'],
  [{ proxy: 'proxy:3128' }, '“proxy” must be automatic, none, vscode or an address'],
  [{ proxy: 'http://proxy:3128/path' }, 'must end with its port'],
  [{ proxy: 'vscode', tls: { caFile: '/ca.pem' } }, 'client certificates and “tls” are not available'],
  [{ proxy: 'http://proxy:3128', url: 'unix:/run/kratos.sock' }, 'cannot be reached through a proxy'],
  [{ rateLimit: 'endless' }, '“rateLimit” must be one of auto, unlimited'],
  [{ budget: 'endless' }, '“budget” must be one of learnt, auto, unlimited'],
  [{ pageSize: 5 }, '“pageSize” must be a whole number from 10 to 250.'],
  [{ pageSize: '50' }, '“pageSize” must be a number.'],
  [{ labelTraits: 'name' }, '“labelTraits” must be an array'],
  [{ labelTraits: [1] }, '“labelTraits[0]” must be a string'],
])('refuses %j: %s', (over, words) => {
  expect(parsed([{ ...local, ...over }])[0]).toContain(words);
});

test.each(['X-Gateway-Key', 'gateway_key', 'X-Auth', 'X-Forwarded-Authorization', 'X-Passcode', 'X-Session-Cookie'])(
  'treats the value of a header named %s as a secret',
  (name) => {
    const header = (more: object) =>
      parsed([{ ...local, authentication: { type: 'headers', headers: [{ name, ...more }] } }]);
    expect(header({ value: 'planted' })[0]).toMatch(/must not be in settings.*secret storage/);
    expect(header({ secret: true })[0]).toContain(local.url);
  },
);

test.each([
  [{ token: 'planted' }],
  [{ apiKey: 'planted' }],
  [{ authentication: { type: 'bearer', token: 'planted' } }],
  [{ authentication: { type: 'bearer', value: 'planted', secret: 'planted' } }],
  [{ authentication: { type: 'basic', username: 'ada', password: 'planted' } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Gateway', secret: true, value: 'planted' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'Authorization', value: 'planted' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Api-Key', value: 'planted' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Gateway', value: 'Bearer planted' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Gateway', value: 'ory_pat_planted' }] } }],
  [{ authentication: { type: 'headers', headers: [{ name: 'X-Gateway', value: 'eyJplanted' }] } }],
  [{ clientCertificate: { pkcs12File: '/me.p12', passphrase: 'planted' } }],
  [{ proxy: 'http://ada:planted@proxy:3128' }],
])('refuses a secret in the settings without repeating it, and says where to enter it: %j', (over) => {
  const [outcome] = parsed([{ ...local, ...over }]);
  expect(outcome).toMatch(/must not be in settings.*secret storage/);
  expect(outcome).not.toContain('planted');
});

test.each([
  [{ budget: 'growth' }, 'growth'],
  [{ budget: 'learnt' }, 'auto'],
  [{ budget: 'growth', rateLimit: 'staging' }, 'staging'],
])('reads the rate limit of %j, which an earlier version wrote', (over, rateLimit) => {
  expect(parseConnections([{ ...local, ...over }])[0]).toMatchObject({ kind: 'configured', server: { rateLimit } });
});

test('writes the rate limit under its new name when an entry of an earlier version is edited', () => {
  const [connection] = parseConnections([{ ...local, budget: 'growth' }]);
  expect(connection).toMatchObject({ entry: { ...local, rateLimit: 'growth' } });
  expect(connection?.kind === 'configured' && connection.entry).not.toHaveProperty('budget');
});
