import { expect, it } from 'vitest';
import { commandIds } from '../../../src/commands/ids.ts';
import { sessionUri } from '../../../src/files/uris.ts';
import { adaId, anIdentity } from '../builders/identityBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';
import { adaWith, inPage, pageMenu, TreeUser } from './commandsUnderTest.ts';
import { ada, withFakeTimers } from './treeUnderTest.ts';

const user = new TreeUser();

withFakeTimers();

it('unpins a found identity', async () => {
  const test = await adaWith(0);
  const grace = anIdentity({ id: uuid(9) });
  test.tree.directory.pinFound(grace);
  await test.tree.unfold('local');
  test.handlers[commandIds.unpinIdentity](test.tree.node(`local/${uuid(9)}`));
  expect(test.tree.directory.found).toEqual([]);
});

it('opens a session to the side', async () => {
  const test = await adaWith(1);
  await test.handlers[commandIds.openSessionToSide](test.tree.node(`${ada}/${uuid(1)}`));
  expect(user.seen).toEqual([`vscode.open kratos://local/identities/${adaId}/sessions/${uuid(1)}.json -2`]);
});

it('shows the identity of a session in the tree', async () => {
  const test = await adaWith(1);
  await test.handlers[commandIds.showIdentityInTree](test.tree.node(`${ada}/${uuid(1)}`));
  expect(test.revealed).toEqual([{ connectionId: 'local', identityId: adaId }]);
});

it('shows a session among the others of its identity, or the identity when the session is gone', async () => {
  const test = await adaWith(1);
  const row = test.tree.node(`${ada}/${uuid(1)}`);
  await test.handlers[commandIds.showOtherSessions](row);
  const gone = sessionUri({ connectionId: 'local', identityId: adaId, sessionId: uuid(2) });
  await test.handlers[commandIds.showOtherSessions](gone);
  expect(test.revealed).toEqual([
    { connectionId: 'local', identityId: adaId, sessionId: uuid(1), focus: 'focus' },
    { connectionId: 'local', identityId: adaId, focus: 'focus' },
  ]);
});

it('acts on the session that is selected in the identity page, from the menu of the page', async () => {
  const test = await adaWith(2);
  test.selection = [test.tree.node(`${ada}/${uuid(1)}`)];
  test.pageSelection = inPage(2);
  await test.handlers[commandIds.openSessionToSide](pageMenu);
  await test.handlers[commandIds.showIdentityInTree](pageMenu);
  expect(user.seen).toEqual([`vscode.open kratos://local/identities/${adaId}/sessions/${uuid(2)}.json -2`]);
  expect(test.revealed).toEqual([{ connectionId: 'local', identityId: adaId }]);
});
