import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually, until } from './eventually.ts';

const tree = drawnTree();
const connectionName = 'strangers';
const ids = {
  deep: '9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11',
  wide: '6a2f8e3d-0c71-4054-8b64-5e1b5b2e7caf',
  ada: '5b75209a-5838-4b7c-9c35-7a2f8f6f1c11',
};
const sessionId = '5f1e7f2c-9b60-4f43-9a53-4d0a4a1d6b9e';
/** Deeper than any call stack; Kratos accepts up to 10,000. */
const nested = `${'['.repeat(9900)}${']'.repeat(9900)}`;
const members = Array.from({ length: 280_000 }, (_, key) => `"key${key}":1`).join(',');

const identity = (id: string, traits: string) =>
  `{"id":"${id}","schema_id":"open","state":"active","traits":${traits}}`;
const identities = {
  deep: identity(ids.deep, `{"name":${nested},"email":"deep@example.org"}`),
  wide: identity(ids.wide, `{"email":"wide@example.org",${members}}`),
  ada: identity(ids.ada, '{"email":"ada@example.org","name":{"first":"Ada","last":"Lovelace"}}'),
};
const session = `{"id":"${sessionId}","active":true,"issued_at":"2026-11-23T16:41:25Z","identity":${identities.deep},"devices":[{"id":"${sessionId}","user_agent":"curl/8.5.0"}]}`;

describe('identities with the largest traits that Kratos accepts', () => {
  const { answers } = useAnsweringServer(connectionName);

  beforeEach(async () => {
    answers.set('/admin/identities', `[${identities.deep},${identities.wide},${identities.ada}]`);
    answers.set(`/admin/identities/${ids.deep}`, identities.deep);
    answers.set(`/admin/identities/${ids.deep}/sessions`, `[${session}]`);
    answers.set(`/admin/sessions/${sessionId}`, session);
    await tree.show();
  });

  after(() => tree.hide());

  it('are listed with their names in the tree', async () => {
    await eventually(() =>
      assert.deepEqual(tree.texts(connectionName), [
        'deep@example.org',
        'wide@example.org',
        'Ada Lovelace | ada@example.org',
      ]),
    );
  });

  it('have tooltips', async () => {
    for (const id of [ids.deep, ids.wide]) {
      await eventually(async () => {
        const { node, item } = tree.row(`${connectionName}/${id}`);
        const { tooltip } = (await tree.resolve(item, node)) ?? {};
        assert.match(`${tooltip}`, new RegExp(`@example.org\\n(.*\\n)*Identity: ${id}`));
      });
    }
  });

  it('have sessions that open in the panel and as JSON', async () => {
    const file = vscode.Uri.parse(`kratos://${connectionName}/identities/${ids.deep}/sessions/${sessionId}.json`);
    await vscode.commands.executeCommand('vscode.open', file);
    await until('the panel shows the session', () =>
      vscode.window.tabGroups.all.some(({ tabs }) => tabs.some(({ label }) => label === 'curl 8.5')),
    );
    const text = await vscode.workspace.openTextDocument(
      vscode.Uri.parse(`kratos://${connectionName}/identities/${ids.deep}.json`),
    );
    assert.equal(text.getText(), `${identities.deep}\n`);
  });

  it('are found by a look-up and shown in the tree', async () => {
    let done = false;
    const run = vscode.commands.executeCommand(commandIds.findIdentity, ids.deep).then(() => {
      done = true;
    });
    await eventually(async () => {
      if (!done) {
        await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      }
      assert.ok(done, 'no row was taken');
    });
    await run;
    await eventually(() => assert.deepEqual(tree.texts(`${connectionName}/${ids.deep}`).length, 1));
  });
});

describe('a server that sends more items in a page than Kratos does', () => {
  const { answers } = useAnsweringServer(connectionName);

  after(() => tree.hide());

  it('causes a row with the reason, for identities and for sessions', async () => {
    answers.set('/admin/identities', `[${'{},'.repeat(1_500_000)}{}]`);
    await tree.show();
    await eventually(() => assert.deepEqual(tree.texts(connectionName), ['Not from Kratos']));
    answers.set('/admin/identities', `[${identities.ada}]`);
    answers.set(`/admin/identities/${ids.ada}`, identities.ada);
    answers.set(`/admin/identities/${ids.ada}/sessions`, `[${Array(125_000).fill('{"id":"a"}')}]`);
    await vscode.commands.executeCommand(commandIds.refreshView);
    const file = vscode.Uri.parse(`kratos://${connectionName}/identities/${ids.ada}.json`);
    await eventually(() => tree.row(`${connectionName}/${ids.ada}`));
    await vscode.commands.executeCommand(commandIds.showIdentityInTree, file);
    await eventually(() => assert.deepEqual(tree.texts(`${connectionName}/${ids.ada}`), ['Not from Kratos']));
  });
});
