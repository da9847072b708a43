import { expect, onTestFinished, test } from 'vitest';
import { adaId } from '../../builders/identityBuilder.ts';
import { aSession, exactly, uuid } from '../../builders/sessionBuilder.ts';
import { FakeKratos } from '../../fakes/fakeKratos.ts';

test('reads and refreshes a list of 130,000 sessions, and announces each session that changed', async () => {
  const server = new FakeKratos();
  const directory = server.open({ pageSize: 65_000 });
  onTestFinished(() => directory.dispose());
  const session = aSession();
  const sessions = (text: string) =>
    Array.from({ length: 130_000 }, (_, number) => ({
      ...session,
      id: uuid(number),
      json: exactly(text),
    }));
  server.sessionsHeld.set(adaId, sessions('{"active":true}'));
  const list = directory.sessionsOf(adaId);
  await list.all();
  expect(list.state.items).toHaveLength(130_000);

  let changed = 0;
  directory.onDidChange(({ kind }) => {
    changed += kind === 'session' ? 1 : 0;
  });
  server.sessionsHeld.set(adaId, sessions('{"active":false}'));
  await list.refresh();
  expect(list.state.phase).toEqual({ kind: 'ready' });
  expect(changed).toBe(130_000);
});
