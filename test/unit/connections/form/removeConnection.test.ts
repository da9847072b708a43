import { expect, test, vi } from 'vitest';
import { removeConnection } from '../../../../src/connections/connectionCommands.ts';
import { choose, FormUnderTest } from './formUnderTest.ts';

const form = new FormUnderTest();
vi.mock('vscode', async (original) => ({
  ...(await original<object>()),
  get window() {
    return form.user.window;
  },
}));

test('removes a connection only after confirmation', async () => {
  form.settings.edit([{ name: 'local', url: form.gateway.url }]);
  form.user.acts.push(choose(undefined), choose('Remove'));
  expect(await removeConnection(form.parts.connections, 'local')).toBe(false);
  expect(form.parts.connections.get('local')).toBeDefined();
  expect(await removeConnection(form.parts.connections, 'local')).toBe(true);
  expect(form.settings.connections()).toEqual([]);
});

test('removes the demo like any connection, and ignores an unknown id', async () => {
  await form.parts.connections.addDemo();
  form.user.acts.push(choose('Remove'));
  expect(await removeConnection(form.parts.connections, 'demo')).toBe(true);
  expect(await removeConnection(form.parts.connections, 'demo')).toBe(false);
  expect(form.parts.connections.list).toEqual([]);
});
