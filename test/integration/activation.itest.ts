import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { setConnections } from './settings.ts';

const extensionId = 'kratos-explorer.kratos-explorer';
const undiciGlobals = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];

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

  it('asks no server and changes nothing that other extensions use', async () => {
    const extension = vscode.extensions.getExtension(extensionId);
    assert.ok(extension, `${extensionId} is not installed`);
    assert.equal(extension.isActive, false, 'something activated the extension before it was needed');
    const fetchBefore = globalThis.fetch;
    const dispatchersBefore = undiciGlobals.map((symbol) => Reflect.get(globalThis, symbol));

    await extension.activate();

    assert.equal(extension.isActive, true);
    assert.deepEqual(requests, []);
    assert.equal(globalThis.fetch, fetchBefore);
    assert.deepEqual(
      undiciGlobals.map((symbol) => Reflect.get(globalThis, symbol)),
      dispatchersBefore,
    );
  });

  it('registers every command that it contributes', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      Object.values(commandIds).filter((id) => !registered.has(id)),
      [],
    );
  });
});
