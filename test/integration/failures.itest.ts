import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId } from '../../src/connections/connectionId.ts';
import { startKeyGateway } from '../gateways/keyGateway.ts';
import { answerInputs } from './answerInputs.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { recordMessages } from './messages.ts';
import { setConnections } from './settings.ts';

const tree = drawnTree();

/** Retries, as VS Code cancels a reveal during a refresh. */
async function unfold(id: string): Promise<void> {
  await eventually(() => tree.view.reveal(tree.row(id).node, { expand: true }));
}

describe('the rows of identities whose sessions cannot be read', () => {
  const demo = useDemo();
  const person = answerInputs();
  recordMessages('Forget');

  beforeEach(() => tree.empty());

  after(() => tree.hide());

  it('show the reason and Retry below each of 20 identities that are expanded after Forget Secrets', async () => {
    const gateway = await startKeyGateway(demo.server.url, { wants: { bearer: 'ory_pat_IntegrationKey' } });
    try {
      const id = connectionId('Forgotten');
      const added = vscode.commands.executeCommand(commandIds.addConnection);
      await person.answer({ type: gateway.url }, { type: 'ory_pat_IntegrationKey' }, { type: 'Forgotten' });
      await added;
      await unfold(id);
      await eventually(() => assert.ok(tree.rows(id).length >= 20));
      await vscode.commands.executeCommand(commandIds.forgetSecrets, { id });
      await assertFailuresBelow(id, /^Key missing$/);
    } finally {
      await setConnections([]);
      await gateway.close();
    }
  });

  async function assertFailuresBelow(id: string, reason: RegExp): Promise<void> {
    const identities = tree.rows(id).slice(0, 20);
    for (const { node } of identities) {
      await unfold(node.id);
    }
    await eventually(() => {
      for (const { node } of identities) {
        const [failure, ...others] = tree.rows(node.id);
        assert.match(failure?.label ?? 'no row', reason, node.id);
        assert.ok(failure?.item.command, 'the row does nothing');
        assert.deepEqual(others, []);
      }
    });
  }
});

describe('identities whose ids are not UUIDs', () => {
  const { answers } = useAnsweringServer('Odd ids');

  it('each show the reason in a row', async () => {
    const ids = Array.from({ length: 20 }, (_, place) => `odd-${place}`);
    const identities = ids.map((id) => ({ id, schema_id: 'customer', schema_url: '', state: 'active', traits: {} }));
    answers.set('/admin/identities', JSON.stringify(identities));
    await tree.show();
    const connection = connectionId('Odd ids');
    await eventually(() => assert.equal(tree.rows(connection).length, 20));
    for (const { node } of tree.rows(connection)) {
      await unfold(node.id);
    }
    await eventually(() => {
      for (const id of ids) {
        assert.deepEqual(
          tree.rows(`${connection}/${id}`).map(({ node }) => node.kind),
          ['failure'],
          id,
        );
      }
    });
  });
});
