import { expect, test } from 'vitest';
import { commandIds } from '../../../../src/commands/ids.ts';
import { connectionCommands } from '../../../../src/connections/connectionCommands.ts';
import { choose, FormUnderTest } from './formUnderTest.ts';

const form = new FormUnderTest();

const remove = (connectionId: string, ...acts: Parameters<FormUnderTest['add']>) =>
  form.run(
    async () => {
      const { [commandIds.removeConnection]: command } = connectionCommands({ ...form.parts, reveal: async () => {} });
      await command({ kind: 'connection', connectionId });
    },
    ...acts,
  );

test('removes a connection only after confirmation', async () => {
  form.settings.edit([{ name: 'local', url: form.gateway.url }]);
  await remove('local', choose(undefined));
  expect(form.parts.connections.get('local')).toBeDefined();
  await remove('local', choose('Remove'));
  expect(form.settings.connections()).toEqual([]);
});

test('removes the demo like any connection, and ignores an unknown id', async () => {
  await form.parts.connections.addDemo();
  await remove('demo', choose('Remove'));
  expect(form.parts.connections.list).toEqual([]);
  await remove('demo');
});
