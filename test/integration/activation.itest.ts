import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { changedSince, loadedBundles, processWide } from './processWide.ts';
import { setConnections } from './settings.ts';

const extensionId = 'kratos-explorer.kratos-explorer';

describe('activation', () => {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    response.end();
  });

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await setConnections([{ name: 'Counted', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }]);
  });

  after(async () => {
    await setConnections([]);
    server.close();
  });

  it('sends no request, loads no transport, and changes nothing that other extensions use', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.equal(extension.isActive, false, 'something activated the extension before it was needed');
    const before = processWide();

    await extension.activate();

    assert.equal(extension.isActive, true);
    assert.deepEqual(requests, []);
    assert.deepEqual(loadedBundles(), []);
    assert.deepEqual(changedSince(before), []);
  });

  it('registers every command that it contributes', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !registered.has(id)),
      [],
    );
  });
});
