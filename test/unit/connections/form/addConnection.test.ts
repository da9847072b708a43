import { expect, test, vi } from 'vitest';
import { choose, FormUnderTest, leave, pick, plain, press, save, type } from './formUnderTest.ts';

const form = new FormUnderTest();
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  get window() {
    return form.user.window;
  },
}));

test('adds a connection from a name and the address of a server that responds', async () => {
  const added = await form.add(type('Local'), type(`${form.gateway.url}/admin/`), ...plain, save);
  expect(added).toBe(form.parts.connections.list[0]);
  expect(form.settings.connections()).toEqual([{ name: 'Local', url: form.gateway.url }]);
  expect(form.server.requests.map(({ target }) => target)).toEqual([
    '/admin/health/ready',
    '/admin/identities?page_size=1',
  ]);
});

test('refuses an unusable name or address at its step', async () => {
  form.settings.edit([{ name: 'taken', url: form.gateway.url }]);
  await form.add(
    type(''),
    type('taken'),
    type('local'),
    type('localhost:4434'),
    type('http://a:b@c'),
    type(form.gateway.url),
    ...plain,
    save,
  );
  expect(form.user.seen.slice(0, 6)).toEqual([
    'step 1 with ""',
    expect.stringContaining('The name is missing'),
    expect.stringContaining('already called “taken”'),
    'step 2 with ""',
    expect.stringContaining('must begin with http'),
    expect.stringContaining('user name or password'),
  ]);
});

test('keeps what was typed when the user goes back', async () => {
  await form.add(
    type('first'),
    type(form.gateway.url),
    leave('back'),
    press('back'),
    type('second'),
    type(form.gateway.url),
    ...plain,
    save,
  );
  expect(form.user.seen.slice(2, 6)).toEqual([
    'step 3: How should requests authenticate?',
    `step 2 with "${form.gateway.url}"`,
    'step 1 with "first"',
    `step 2 with "${form.gateway.url}"`,
  ]);
  expect(form.parts.connections.get('second')).toBeDefined();
});

test.each([1, 2, 3, 4, 5])('saves nothing when the user leaves the form at step %i', async (step) => {
  const acts = [type('local'), type(form.gateway.url), ...plain].slice(0, step - 1);
  expect(await form.add(...acts, step <= 2 ? press('escape') : leave('escape'))).toBeUndefined();
  expect(form.settings.connections()).toEqual([]);
  expect(await form.storage.keys()).toEqual([]);
});

test('hides an API key, checks it, and stores it with its origin in the secret storage only', async () => {
  await form.add(
    type('acme'),
    type(form.gateway.url),
    pick('API key'),
    type('ory_pat_planted'),
    pick('production'),
    save,
  );
  expect(form.user.inputs.at(-1)).toEqual({ text: 'ory_pat_planted', hidden: true });
  expect(form.sentHeader('authorization')).toBe('Bearer ory_pat_planted');
  expect(form.settings.connections()).toEqual([
    {
      name: 'acme',
      url: form.gateway.url,
      authentication: { type: 'bearer' },
      environment: { name: 'production', color: 'charts.red' },
      production: true,
    },
  ]);
  expect(await form.parts.secrets.of('acme').get('bearer', form.gateway.url)).toBe('ory_pat_planted');
  await form.parts.connections.directory('acme')?.identities.open();
  expect(form.sentHeader('authorization')).toBe('Bearer ory_pat_planted');
});

test('refuses an unusable API key with the reason and without repeating it', async () => {
  await form.add(
    type('acme'),
    type(form.gateway.url),
    pick('API key'),
    type(''),
    type('ory_wak_planted'),
    type('Bearer ory_pat_planted'),
    type('ory pat planted'),
    type('  ory_pat_planted\n'),
    pick('None'),
    save,
  );
  const problems = form.user.seen.slice(4, 8);
  expect(problems).toEqual([
    'Enter a value, or press Escape to cancel.',
    expect.stringMatching(/workspace key.*API key of the project/),
    expect.stringContaining('without “Bearer”'),
    expect.stringContaining('without spaces'),
  ]);
  expect(problems.join()).not.toContain('planted');
  expect(form.sentHeader('authorization')).toBe('Bearer ory_pat_planted');
});

test('saves the user name in the settings and the password in the secret storage', async () => {
  await form.add(
    type('gw'),
    type(form.gateway.url),
    pick('User name and password'),
    type('ada'),
    type('hunter2'),
    pick('None'),
    save,
  );
  expect(form.sentHeader('authorization')).toBe(`Basic ${Buffer.from('ada:hunter2').toString('base64')}`);
  expect(form.settings.connections()).toEqual([
    { name: 'gw', url: form.gateway.url, authentication: { type: 'basic', username: 'ada' } },
  ]);
});

test('asks of each header whether it is a secret, unless its name says so', async () => {
  await form.add(
    type('gw'),
    type(form.gateway.url),
    pick('Headers'),
    type('X-Api-Key, X-Tenant, X-Door'),
    type('planted'),
    pick('Not a secret'),
    type('acme'),
    pick('A secret'),
    type('opened'),
    pick('None'),
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
  await form.add(
    type('gw'),
    type(form.gateway.url),
    pick('Headers'),
    type('X-Tenant'),
    pick('Not a secret'),
    type('eyJplanted'),
    type('acme'),
    pick('None'),
    save,
  );
  expect(form.user.seen).toContainEqual(expect.stringMatching(/value of the header “X-Tenant” is a secret/));
  expect(JSON.stringify(form.settings.connections())).not.toContain('planted');
});

test('offers a client certificate only for https:// addresses', async () => {
  await form.add(type('gw'), type(form.gateway.url), ...plain, pick('Client certificate'), pick('None'), save);
  expect(form.user.read).toContain('None | Only available for https:// addresses');
  expect(form.user.read).not.toContainEqual(expect.stringContaining('PKCS#12'));
});

test('saves a custom environment with name, color and production', async () => {
  await form.add(
    type('eu'),
    type(form.gateway.url),
    pick('None'),
    pick('Other…'),
    type('prod-eu'),
    pick('charts.purple'),
    pick('Yes, production'),
    save,
  );
  expect(form.connection('eu')).toMatchObject({
    environment: { name: 'prod-eu', color: 'charts.purple' },
    production: true,
  });
});

test.each([
  ['production', 'charts.red', 'Yes, production', { production: true }],
  ['staging', 'charts.yellow', 'No', {}],
])('asks all questions of a custom environment that equals the usual %s', async (name, color, weight, production) => {
  await form.add(
    type('eu'),
    type(form.gateway.url),
    pick('None'),
    pick('Other…'),
    type(name),
    pick(color),
    pick(weight),
    // The choice is remembered, and stays out of the form.settings.
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
    { name: 'eu', url: form.gateway.url, environment: { name, color }, ...production, pageSize: 50 },
  ]);
});

test('replaces a custom environment by a usual one after going back', async () => {
  await form.add(
    type('eu'),
    type(form.gateway.url),
    pick('None'),
    pick('Other…'),
    type('staging'),
    leave('back'),
    press('back'),
    pick('staging'),
    save,
  );
  expect(form.connection('eu').entry.environment).toEqual({ name: 'staging', color: 'charts.yellow' });
});

test('does not show the review again for questions that a change in the review adds', async () => {
  await form.add(
    type('eu'),
    type(form.gateway.url),
    ...plain,
    pick('Authentication'),
    pick('API key'),
    type('ory_pat_planted'),
    save,
  );
  expect(form.sentHeader('authorization')).toBe('Bearer ory_pat_planted');
});

test('saves all options that are changed in the review', async () => {
  await form.add(
    type('eu'),
    type(form.gateway.url),
    ...plain,
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
      name: 'eu',
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
  await form.add(
    type('eu'),
    type(form.gateway.url),
    ...plain,
    pick('Proxy'),
    pick('Through VS Code'),
    ...tls,
    ok,
    pick('Proxy'),
    pick('No proxy'),
    ...tls,
    save,
  );
  expect(form.user.seen).toContainEqual(expect.stringMatching(/Through VS Code.*“tls” are not available/));
  expect(form.connection('eu').entry).toMatchObject({ proxy: 'none', tls: { verify: false } });
});

test('asks for a specific proxy, its password and the file of a client certificate', async () => {
  const [, thisFile = ''] = process.argv;
  const secure = 'https://127.0.0.1:1';
  await form.add(
    type('eu'),
    type(secure),
    ...plain,
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
    choose(undefined),
    type(thisFile),
    type('correct horse'),
    save,
    choose('Save Anyway'),
  );
  expect(
    form.user.seen.filter((text) => /“proxy”|contains a password|absolute path|does not exist/.test(text)),
  ).toHaveLength(4);
  expect(form.connection('eu').entry).toMatchObject({
    proxy: 'http://ada@127.0.0.1:1',
    clientCertificate: { pkcs12File: thisFile },
  });
  expect(await form.parts.secrets.read('eu')).toEqual([
    { name: 'passphrase', origin: secure, value: 'correct horse' },
    { name: 'proxyPassword', origin: 'http://127.0.0.1:1', value: 'hunter2' },
  ]);
});

test('asks once whether an address may be used without encryption', async () => {
  const remote = 'http://kratos.example.org';
  const use = choose('Connect Without Encryption');
  await form.add(type('a'), type(remote), choose(undefined), type(remote), use, leave('escape'));
  expect(form.user.seen.filter((text) => text === `The connection to ${remote} is not encrypted.`)).toHaveLength(2);
  await form.add(type('a'), type(remote), leave('escape'));
});
