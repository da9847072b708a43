import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';

const reports = () =>
  vscode.workspace.textDocuments.filter(({ uri, isClosed }) => uri.scheme === 'kratos-report' && !isClosed);

const reportText = () =>
  reports()
    .map((document) => document.getText())
    .join();

const tree = drawnTree();

describe('Check Connection', () => {
  const demo = useDemo({ identities: 60 });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  it('shows a read-only report of the only connection, which can be copied', async () => {
    await vscode.commands.executeCommand(commandIds.checkConnection);

    const text = await eventually(() => {
      const shown = reportText();
      assert.match(shown, /^\*\*This connection works\.\*\*/m);
      return shown;
    });
    assert.match(text, /^- ✓ \*\*Address\*\*: `http:\/\/127\.0\.0\.1:\d+`$/m);
    assert.match(text, /^- ✓ \*\*Version\*\*: v26\.2\.0$/m);
    assert.match(text, /^- ✓ \*\*Clock\*\*: /m);
    assert.doesNotMatch(text, /@|not tried/);
    assert.equal(vscode.window.activeTextEditor, undefined);
    assert.match(`${vscode.window.tabGroups.activeTabGroup.activeTab?.label}`, /^Check of demo-server\.md$/);
  });

  it('opens the source of the report as read-only Markdown', async () => {
    await vscode.commands.executeCommand(commandIds.checkConnection);
    const [document] = await eventually(() => {
      assert.equal(reports().length, 1);
      return reports();
    });
    assert.ok(document);
    const editor = await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'markdown');
    await eventually(() => assert.match(document.getText(), /^\*\*This connection works\.\*\*/m));
    await editor.edit((builder) => builder.insert(new vscode.Position(0, 0), 'x')).then(undefined, () => undefined);
    assert.match(document.getText(), /^# Check of demo-server\n/);
    assert.equal(document.isDirty, false);
  });

  it('reports the number of the first page once browsing has detected it', async () => {
    const { data, people } = demo.server;
    // The newest 50 sessions belong to 50 identities.
    for (let count = 0; count < 50; count += 1) {
      data.addSession(data.addIdentity().id);
    }
    await vscode.commands.executeCommand(commandIds.checkConnection);
    await eventually(() => assert.match(reportText(), /number of the first page could not be determined/));
    await tree.show();
    const ada = await tree.unfold(people.ada);
    await vscode.commands.executeCommand(commandIds.loadMore, tree.rows(ada).at(-1)?.node);
    await eventually(() => assert.ok(tree.rows(ada).length > 200));
    await vscode.commands.executeCommand(commandIds.checkConnection);
    await eventually(() => assert.match(reportText(), /Session pages count from 1/));
    await tree.hide();
  });

  it('checks the connection of a row and reports why the server cannot be used', async () => {
    demo.server.faults.add({ matching: /identities/, failing: { kind: 'status', status: 401 } });
    await vscode.commands.executeCommand(commandIds.checkConnection, { connectionId });

    await eventually(() => {
      const text = reportText();
      assert.match(text, /✗ \*\*Response\*\* \(failed\): .*\(401\)/);
      assert.match(text, /- ○ \*\*Version\*\* \(not tried\)/);
    });
  });
});
