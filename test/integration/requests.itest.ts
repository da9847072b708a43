import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { connectionId, useDemo } from './demoConnection.ts';

const undiciGlobals = [Symbol.for('undici.globalDispatcher.1'), Symbol.for('undici.globalDispatcher.2')];
const dispatchers = () => undiciGlobals.map((symbol) => Reflect.get(globalThis, symbol));

describe('requests', () => {
  const demo = useDemo();

  it('leave what other extensions send theirs with as it was', async () => {
    const fetchBefore = globalThis.fetch;
    const dispatchersBefore = dispatchers();
    const file = vscode.Uri.from({
      scheme: 'kratos',
      authority: connectionId,
      path: `/identities/${demo.server.people.ada}.json`,
    });

    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));

    assert.match(text, /ada@example\.org/);
    assert.equal(demo.server.requests.length, 1, JSON.stringify(demo.server.requests));
    assert.equal(globalThis.fetch, fetchBefore);
    assert.deepEqual(dispatchers(), dispatchersBefore);
  });
});
