import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { eventually } from './eventually.ts';

const reports = () =>
  vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === 'kratos-report' && !isClosed);

describe('Check Connection', () => {
  const demo = useDemo();

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows a report of the only connection, which can be copied and not edited', async () => {
    await vscode.commands.executeCommand(commandIds.checkConnection);

    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.scheme, 'kratos-report');
    assert.equal(editor.document.languageId, 'markdown');
    const text = await eventually(() => {
      const shown = editor.document.getText();
      assert.match(shown, /^\*\*This connection works\.\*\*/m);
      return shown;
    });
    assert.match(text, /^- ✓ \*\*Address\*\*: http:\/\/127\.0\.0\.1:\d+$/m);
    assert.match(text, /^- ✓ \*\*Version\*\*: v26\.2\.0$/m);
    assert.match(text, /^- ✓ \*\*Clock\*\*: /m);
    assert.doesNotMatch(text, /@|not tried/);
    assert.equal(editor.document.isDirty, false);
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x')).then(undefined, () => undefined);
    assert.equal(editor.document.getText(), text);
  });

  it('checks the connection of a row, and says why the server cannot be used', async () => {
    demo.server.faults.add({ matching: /identities/, failing: { kind: 'status', status: 401 } });
    await vscode.commands.executeCommand(commandIds.checkConnection, { connectionId });

    await eventually(() => {
      const text = reports()
        .map((document) => document.getText())
        .join();
      assert.match(text, /✗ \*\*Response\*\* \(failed\): .*\(401\)/);
      assert.match(text, /- ○ \*\*Version\*\* \(not tried\)/);
    });
  });
});
