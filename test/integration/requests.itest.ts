import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectionId, useDemo } from './demoConnection.ts';
import { changedSince, loadedBundles, processWide } from './processWide.ts';

// Read while test files are loaded, before activation and the first request.
const before = processWide();

describe('requests', () => {
  const demo = useDemo();

  it('do not change the HTTP modules of other extensions', async () => {
    const file = vscode.Uri.from({
      scheme: 'kratos',
      authority: connectionId,
      path: `/identities/${demo.server.people.ada}.json`,
    });

    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));

    assert.match(text, /ada@example\.org/);
    assert.equal(demo.server.requests.length, 1, JSON.stringify(demo.server.requests));
    assert.ok(loadedBundles().includes('transport.cjs'), 'the request did not go through the transport');
    assert.deepEqual(changedSince(before), []);
  });
});
