import { beforeEach, expect, test } from 'vitest';
import { choose, FormUnderTest, leave, pick, press, save, type } from './formUnderTest.ts';

const form = new FormUnderTest();

beforeEach(() => form.settings.edit([{ name: 'gw', url: form.gateway.url }]));

const edit = (...acts: Parameters<FormUnderTest['add']>) => form.edit('gw', ...acts);

test('saves the user name in the settings and the password in the secret storage', async () => {
  await edit(pick('Authentication'), pick('User name and password'), type('ada'), type('hunter2'), save);
  expect(form.sentHeader('authorization')).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`);
  expect(form.settings.connections()).toEqual([
    { name: 'gw', url: form.gateway.url, authentication: { type: 'basic', username: 'ada' } },
  ]);
});

test('asks for each header whether it is a secret, unless its name shows that it is', async () => {
  await edit(
    pick('Authentication'),
    pick('Headers'),
    type('X-Api-Key, X-Tenant, X-Door'),
    type('planted'),
    pick('Not a secret'),
    type('acme'),
    pick('A secret'),
    type('opened'),
    save,
  );
  expect([form.sentHeader('x-api-key'), form.sentHeader('x-tenant'), form.sentHeader('x-door')]).toEqual([
    'planted',
    'acme',
    'opened',
  ]);
  expect(form.connection('gw').entry.authentication).toEqual({
    type: 'headers',
    headers: [
      { name: 'X-Api-Key', secret: true },
      { name: 'X-Tenant', value: 'acme' },
      { name: 'X-Door', secret: true },
    ],
  });
});

test('refuses to save a header value that looks like a secret in the settings', async () => {
  await edit(
    pick('Authentication'),
    pick('Headers'),
    type('X-Tenant'),
    pick('Not a secret'),
    type('eyJplanted'),
    type('acme'),
    save,
  );
  expect(form.user.seen).toContainEqual(expect.stringMatching(/value of the header “X-Tenant” is a secret/));
  expect(JSON.stringify(form.settings.connections())).not.toContain('planted');
});

test('offers a client certificate only for https:// addresses', async () => {
  await edit(pick('Client certificate'), pick('None'), save);
  expect(form.user.read).toContainEqual(expect.stringMatching(/^None \| .*requires an address that begins with https/));
  expect(form.user.read).not.toContainEqual(expect.stringContaining('PKCS#12'));
});

test('saves a custom environment with name, color and production', async () => {
  await edit(
    pick('Environment'),
    pick('Other…'),
    type('prod-eu'),
    pick('charts.purple'),
    pick('Yes, production'),
    save,
  );
  expect(form.connection('gw')).toMatchObject({
    environment: { name: 'prod-eu', color: 'charts.purple' },
    production: true,
  });
});

test.each([
  ['production', 'charts.red', 'Yes, production', { production: true }],
  ['staging', 'charts.yellow', 'No', {}],
])('asks all questions of a custom environment that equals the usual %s', async (name, color, weight, production) => {
  await edit(
    pick('Environment'),
    pick('Other…'),
    type(name),
    pick(color),
    pick(weight),
    pick('Environment'),
    pick('Other…'),
    type(name),
    pick(color),
    pick(weight),
    pick('Page size'),
    type('50'),
    save,
  );
  expect(form.settings.connections()).toEqual([
    { name: 'gw', url: form.gateway.url, environment: { name, color }, ...production, pageSize: 50 },
  ]);
});

test('replaces a custom environment by a usual one after going back', async () => {
  await edit(pick('Environment'), pick('Other…'), type('staging'), leave('back'), press('back'), pick('staging'), save);
  expect(form.connection('gw').entry.environment).toEqual({ name: 'staging', color: 'charts.yellow' });
});

test('saves all options that are changed in the list', async () => {
  await edit(
    pick('Changes'),
    pick('May be unlocked'),
    pick('Rate limit'),
    pick('growth'),
    pick('Page size'),
    type('5'),
    type('50'),
    pick('Identity names'),
    type('name.full, name.first+name.last'),
    pick('Proxy'),
    pick('No proxy'),
    pick('Server certificate'),
    pick('Don’t check'),
    save,
  );
  expect(form.settings.connections()).toEqual([
    {
      name: 'gw',
      url: form.gateway.url,
      writable: true,
      rateLimit: 'growth',
      pageSize: 50,
      labelTraits: ['name.full', 'name.first+name.last'],
      proxy: 'none',
      tls: { verify: false },
    },
  ]);
});

test('discards a change that contradicts another option', async () => {
  const tls = [pick('Server certificate'), pick('Don’t check')];
  const ok = choose(undefined);
  await edit(pick('Proxy'), pick('Through VS Code'), ...tls, ok, pick('Proxy'), pick('No proxy'), ...tls, save);
  expect(form.user.seen).toContainEqual(expect.stringMatching(/Through VS Code.*“tls” are not available/));
  expect(form.connection('gw').entry).toMatchObject({ proxy: 'none', tls: { verify: false } });
});

test('asks for a specific proxy, its password and the file of a client certificate', async () => {
  const [, thisFile = ''] = process.argv;
  const secure = 'https://127.0.0.1:1';
  await edit(
    pick('Address'),
    type(secure),
    pick('Proxy'),
    pick('Specific proxy…'),
    type('proxy:3128'),
    type('http://ada:hunter2@127.0.0.1:1'),
    type('http://ada@127.0.0.1:1'),
    type('hunter2'),
    pick('Client certificate'),
    pick('PKCS#12'),
    pick('Enter Path…'),
    type('me.p12'),
    type('/nowhere/me.p12'),
    type(thisFile),
    type('correct horse'),
    save,
    leave('back'),
    pick('Save Anyway'),
  );
  expect(
    form.user.seen.filter((text) => /“proxy”|contains a password|absolute path|does not exist/.test(text)),
  ).toHaveLength(4);
  expect(form.connection('gw').entry).toMatchObject({
    proxy: 'http://ada@127.0.0.1:1',
    clientCertificate: { pkcs12File: thisFile },
  });
  expect(await form.parts.secrets.read('gw')).toEqual([
    { name: 'passphrase', origin: secure, value: 'correct horse' },
    { name: 'proxyPassword', origin: 'http://127.0.0.1:1', value: 'hunter2' },
  ]);
});

test('lists each property with its value, and of a secret only whether it is set', async () => {
  const entry = {
    name: 'gw',
    url: 'https://kratos.example.org',
    environment: { name: 'eu', color: 'charts.red' },
    production: true,
    writable: true,
    authentication: {
      type: 'headers',
      headers: [
        { name: 'X-Tenant', value: 'acme' },
        { name: 'X-Key', secret: true },
      ],
    },
    clientCertificate: { certificateFile: '/me.pem', keyFile: '/me.key' },
    tls: { caFile: '/ca.pem', serverName: 'kratos.internal' },
    proxy: 'http://ada@proxy.example.org:3128',
    rateLimit: 'growth',
    pageSize: 50,
    labelTraits: ['email'],
  };
  form.settings.edit([entry]);
  const origin = entry.url;
  await form.parts.secrets.write('gw', [{ name: 'header:x-key', origin, value: 'planted' }]);
  await edit(leave('escape'));
  expect(form.user.read).toEqual([
    'Edit “gw”',
    'Save',
    'Properties',
    'Name | gw',
    'Address | https://kratos.example.org',
    'Authentication | Headers · X-Tenant: acme, X-Key',
    'Secret: value for the header x-key | set',
    'Secret: passphrase for the client certificate | not set',
    'Secret: password for the proxy | not set',
    'Environment | eu · production · charts.red',
    'Changes | May be unlocked',
    'Client certificate | /me.pem · /me.key',
    'Server certificate | Checked · /ca.pem · kratos.internal',
    'Proxy | http://ada@proxy.example.org:3128',
    'Rate limit | growth',
    'Page size | 50',
    'Identity names | email',
  ]);
});

test('marks what is not saved, keeps it for the next time, and discards it on request', async () => {
  expect(await edit(pick('Page size'), type('50'), leave('escape'))).toBeUndefined();
  expect(form.settings.connections()).toEqual([{ name: 'gw', url: form.gateway.url }]);
  form.user.read.length = 0;
  await edit(pick('Discard Changes'), save);
  expect(form.user.read.filter((row) => row.startsWith('Page size'))).toEqual([
    'Page size | 50 (not saved)',
    'Page size | From the settings',
  ]);
  expect(form.settings.connections()).toEqual([{ name: 'gw', url: form.gateway.url }]);
});

test('offers nothing to discard in a list that was closed without a change', async () => {
  await edit(leave('escape'));
  await edit(pick('Page size'), type('50'), pick('Discard Changes'), leave('escape'));
  form.user.read.length = 0;
  await edit(leave('escape'));
  expect(form.user.read).not.toContain('Discard Changes');
});

test('keeps no change for the next time when the settings were changed meanwhile', async () => {
  await edit(pick('Page size'), type('50'), leave('escape'));
  form.settings.edit([{ name: 'gw', url: form.gateway.url, pageSize: 20 }]);
  form.user.read.length = 0;
  await edit(leave('escape'));
  expect(form.user.read).toContain('Page size | 20');
});

test('keeps what was typed for the next time when the settings cannot be written', async () => {
  const { writeConnections } = form.settings;
  form.settings.writeConnections = () => Promise.reject(new Error('settings.json has unsaved changes'));
  await expect(edit(pick('Page size'), type('50'), save)).rejects.toThrow('unsaved changes');
  form.settings.writeConnections = writeConnections;
  await edit(pick('Rate limit'), pick('growth'), save);
  expect(form.connection('gw').entry).toMatchObject({ pageSize: 50, rateLimit: 'growth' });
});

test('keeps no secret that was typed when the list is closed', async () => {
  form.settings.edit([{ name: 'gw', url: form.gateway.url, authentication: { type: 'bearer' } }]);
  await edit(pick('Secret: key (bearer token)'), type('ory_pat_planted'), leave('escape'));
  expect(form.user.read).toContain('Secret: key (bearer token) | set (not saved)');
  expect(await form.storage.keys()).toEqual([]);
  form.user.read.length = 0;
  await edit(leave('escape'));
  expect(form.user.read).toContain('Secret: key (bearer token) | not set');
});

test('returns to the list from a property that the user leaves', async () => {
  await edit(pick('Page size'), press('escape', '50'), pick('Proxy'), leave('back'), save);
  expect(form.settings.connections()).toEqual([{ name: 'gw', url: form.gateway.url }]);
});

test('sends nothing for changes that do not affect how the server is reached', async () => {
  await edit(pick('Environment'), pick('production'), pick('Changes'), pick('May be unlocked'), save);
  expect(form.connection('gw')).toMatchObject({ production: true, writable: true });
  expect(form.gateway.requests).toEqual([]);
});
