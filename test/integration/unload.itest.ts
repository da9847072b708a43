import assert from 'node:assert/strict';
import diagnostics from 'node:diagnostics_channel';
import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { countListeners } from './openListeners.ts';

const tree = drawnTree();
const listeners = countListeners();

describe('the extension, when it is unloaded,', () => {
  const demo = useDemo();
  const sockets = new Set<Socket>();
  const servers = new Set<Server>();
  const noteRequest = (message: unknown) => {
    const { socket, server } = message as { readonly socket: Socket; readonly server: Server };
    sockets.add(socket);
    servers.add(server);
  };
  let underWay: PromiseLike<unknown> | undefined;

  before(async () => {
    diagnostics.subscribe('http.server.request.start', noteRequest);
    await vscode.commands.executeCommand(commandIds.tryDemo);
    await eventually(() => assert.equal(tree.rows().length, 2));
    for (const connection of [connectionId, 'demo']) {
      await eventually(async () => {
        await tree.view.reveal(tree.row(connection).node, { expand: true, select: false });
        assert.ok(tree.rows(connection).length > 20);
      });
    }
    await tree.unfold(demo.server.people.takenOver);
    const { takenOver: emmy, grace } = demo.server.people;
    const [session] = demo.server.data.sessionsOf(emmy);
    await vscode.commands.executeCommand('vscode.open', file(`${emmy}/sessions/${session?.id}`));
    demo.server.faults.add({ matching: new RegExp(`${grace}$`), failing: { kind: 'hang' } });
    await vscode.commands.executeCommand(commandIds.refreshIdentity, tree.row(`${connectionId}/${grace}`).node);
    underWay = vscode.commands.executeCommand(commandIds.copySessionJson, file(`${grace}/sessions/${grace}`));

    assert.equal([...servers].filter(({ listening }) => listening).length, 2, 'both servers are asked');
    await eventually(() => assert.ok([...sockets].some(({ destroyed }) => !destroyed)));
    assert.ok(listeners().includes('workspace.onDidChangeConfiguration'));
    const extension = vscode.extensions.getExtension<vscode.ExtensionContext>('kratos-explorer.kratos-explorer');
    assert.ok(extension?.exports, 'the extension shows its context to tests');
    for (const part of extension.exports.subscriptions) {
      part.dispose();
    }
  });

  after(() => {
    diagnostics.unsubscribe('http.server.request.start', noteRequest);
  });

  it('ends every request and closes every connection', async () => {
    await underWay;
    await eventually(() => assert.equal([...sockets].filter(({ destroyed }) => !destroyed).length, 0));
  });

  it('stops its demo’s server', async () => {
    await eventually(() => assert.equal([...servers].filter(({ listening }) => listening).length, 1));
  });

  it('leaves no command or file system', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      Object.values(commandIds).filter((id) => registered.includes(id)),
      [],
    );
    await assert.rejects(async () => vscode.workspace.fs.readFile(file(demo.server.people.ada)));
  });

  it('leaves no listener', async () => {
    assert.deepEqual(listeners(), []);
  });

  function file(path: string): vscode.Uri {
    return vscode.Uri.parse(`kratos://${connectionId}/identities/${path}.json`);
  }
});
