import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { addConnection } from '../../../src/connections/addConnection.ts';
import { createConnections } from '../../../src/connections/createConnections.ts';
import { removeConnection } from '../../../src/connections/removeConnection.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { Memory, MemorySettings } from './memorySettings.ts';
import { type Act, ScriptedPerson } from './scriptedPerson.ts';

const current = vi.hoisted(() => ({ window: {} as object }));
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  ProgressLocation: { Notification: 15 },
  QuickInputButtons: { Back: {} },
  get window() {
    return current.window;
  },
}));

const log = { info() {}, warn() {}, error() {}, show() {}, dispose() {} };

let server: DemoServer;
let settings: MemorySettings;
let connections: ReturnType<typeof createConnections>;
let person: ScriptedPerson;

beforeEach(async () => {
  server = await startDemoServer({ identities: 30 });
  settings = new MemorySettings([]);
  connections = createConnections({ settings, memory: new Memory(), log });
  person = new ScriptedPerson();
  current.window = person.window;
});

afterEach(async () => {
  connections.dispose();
  await server.close();
});

const type = (text: string): Act => ({ on: 'input', type: text });
const press = (key: 'back' | 'escape'): Act => ({ on: 'input', press: key });
const choose = (title: string | undefined): Act => ({ on: 'modal', choose: title });

async function addBy(...acts: Act[]) {
  person.acts.push(...acts);
  const added = await addConnection(connections, log);
  expect(person.acts).toEqual([]);
  return added;
}

test('a name and an address that answers make a connection', async () => {
  const added = await addBy(type('Local'), type(`${server.url}/admin/`));
  expect(added).toBe(connections.list[0]);
  expect(settings.connections()).toEqual([{ name: 'Local', url: server.url }]);
  expect(server.requests.map(({ target }) => target)).toEqual(['/admin/health/ready', '/admin/identities?page_size=1']);
});

test('what cannot be a name or an address is said at its step', async () => {
  settings.edit([{ name: 'taken', url: server.url }]);
  await addBy(type(''), type('taken'), type('local'), type('localhost:4434'), type('http://a:b@c'), type(server.url));
  expect(person.seen).toEqual([
    'step 1 with ""',
    expect.stringContaining('The name is missing'),
    expect.stringContaining('“taken” already'),
    'step 2 with ""',
    expect.stringContaining('must begin with http'),
    expect.stringContaining('user name or a password'),
  ]);
});

test('the way back keeps what was typed', async () => {
  await addBy(type('first'), press('back'), type('second'), type(server.url));
  expect(person.seen).toEqual(['step 1 with ""', 'step 2 with ""', 'step 1 with "first"', 'step 2 with ""']);
  expect(connections.get('second')).toBeDefined();
});

test.each([1, 2])('leaving at step %i saves nothing', async (step) => {
  expect(await addBy(...[type('local'), type(server.url)].slice(0, step - 1), press('escape'))).toBeUndefined();
  expect(settings.connections()).toEqual([]);
});

test('an address that does not answer can be tried again', async () => {
  server.faults.add({ matching: /health/, times: 1, failing: { kind: 'html', status: 200, title: 'Sign in' } });
  await addBy(type('local'), type(server.url), choose('Try Again'));
  expect(person.seen.slice(-2)).toEqual([
    `No Kratos admin API could be read at ${server.url}.`,
    expect.stringContaining('“Sign in”'),
  ]);
  expect(connections.get('local')).toBeDefined();
});

test('an address that does not answer can be edited', async () => {
  const closed = await startDemoServer({ identities: 0 });
  await closed.close();
  await addBy(type('local'), type(closed.url), choose('Edit Address'), type(server.url));
  expect(person.seen.at(-1)).toBe(`step 2 with "${closed.url}"`);
  expect(settings.connections()).toEqual([{ name: 'local', url: server.url }]);
});

test('an address that does not answer can be saved all the same, or not at all', async () => {
  server.faults.add({ matching: /health/, times: 100, failing: { kind: 'status', status: 404 } });
  expect(await addBy(type('left'), type(server.url), choose(undefined))).toBeUndefined();
  expect(settings.connections()).toEqual([]);
  await addBy(type('kept'), type(server.url), choose('Save Anyway'));
  expect(settings.connections()).toEqual([{ name: 'kept', url: server.url }]);
});

test('a check that was cancelled leads back to the address', async () => {
  server.faults.add({ failing: { kind: 'hang' } });
  await addBy(type('local'), type(server.url), { on: 'progress', press: 'cancel' }, press('escape'));
  expect(person.seen.at(-1)).toBe(`step 2 with "${server.url}"`);
  expect(settings.connections()).toEqual([]);
});

test('a connection is removed only after it was confirmed', async () => {
  settings.edit([{ name: 'local', url: server.url }]);
  person.acts.push(choose(undefined), choose('Remove'));
  expect(await removeConnection(connections, 'local')).toBe(false);
  expect(connections.get('local')).toBeDefined();
  expect(await removeConnection(connections, 'local')).toBe(true);
  expect(settings.connections()).toEqual([]);
});

test('the demo is removed like any other, and an unknown connection asks nothing', async () => {
  await connections.addDemo();
  person.acts.push(choose('Remove'));
  expect(await removeConnection(connections, 'demo')).toBe(true);
  expect(await removeConnection(connections, 'demo')).toBe(false);
  expect(connections.list).toEqual([]);
});
