import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import type { PersonName } from '../../src/demo/data/people.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { recordMessages } from './messages.ts';
import { setConnections, setSetting } from './settings.ts';

const tree = drawnTree();

type Task = Parameters<typeof vscode.window.withProgress>[1];

describe('the tree', () => {
  const demo = useDemo();
  const messages = recordMessages();

  beforeEach(async () => {
    await tree.empty();
    await tree.hide();
    demo.server.requests.length = 0;
    await setConnections([{ name: connectionId, url: demo.server.url }]);
  });

  afterEach(async () => {
    await setSetting('pageSize', undefined);
    demo.server.faults.clear();
  });

  after(() => tree.hide());

  it('sends no request before it is visible, and one for a list of one page', async () => {
    assert.deepEqual(asked(), []);
    await tree.show();
    await eventually(() => assert.ok(tree.texts(connectionId).includes('Ada Lovelace | ada@example.org')));
    assert.deepEqual(asked(/^\/admin\/identities\?/).length, 1, asked().join('\n'));
    assert.deepEqual(asked(/\/sessions/), []);
  });

  it('shows 51 of 51 sessions after one request', async () => {
    const mary = await unfold('fiftyOneSessions');
    assert.equal(tree.rows(mary).length, 51);
    await eventually(() => assert.equal(tree.row(mary).description, '51 of 51 · mary@example.org'));
    assert.equal(askedSessions('fiftyOneSessions').length, 1);
  });

  it('loads the next page with the last row and detects the end', async () => {
    await setSetting('pageSize', 50);
    const mary = await unfold('fiftyOneSessions');
    assert.equal(tree.texts(mary).at(-1), 'Load more | 50 of 51');
    await press(mary, -1);
    await eventually(() => assert.equal(tree.row(mary).description, '51 of 51 · mary@example.org'));
    await eventually(() => assert.deepEqual(kinds(mary), Array(51).fill('session')));
  });

  it('loads 1,203 sessions page by page', async () => {
    const ada = await unfold('ada');
    assert.equal(tree.texts(ada).at(-1), 'Load more | 100 of 1,203');
    for (const shown of ['200', '300', '400']) {
      await press(ada, -1);
      await eventually(() => assert.equal(tree.texts(ada).at(-1), `Load more | ${shown} of 1,203`));
    }
    // One request per page, and one to detect that this server counts pages from 1.
    assert.equal(askedSessions('ada').length, 5);
  });

  it('loads all of 1,203 sessions, each once, and shows that they are all', async () => {
    const ada = await unfold('ada');
    await vscode.commands.executeCommand(commandIds.loadAll, tree.rows(ada).at(-1)?.node);
    await eventually(() => assert.equal(tree.row(ada).description, '1,203 of 1,203 · ada@example.org'));
    await eventually(() => assert.equal(tree.rows(ada).length, 1203));
    assert.equal(new Set(tree.rows(ada).map(({ node }) => node.id)).size, 1203);
    assert.deepEqual(new Set(kinds(ada)), new Set(['session']));
  });

  it('stops loading when the user cancels, keeps the rows, and continues from there', async () => {
    const ada = await unfold('ada');
    const { withProgress } = vscode.window;
    const cancel = new vscode.CancellationTokenSource();
    Reflect.set(vscode.window, 'withProgress', (options: vscode.ProgressOptions, task: Task) =>
      options.cancellable === true ? task({ report() {} }, cancel.token) : withProgress(options, task),
    );
    let answers = 0;
    demo.server.beforeAnswer = () => {
      answers += 1;
      if (answers === 4) {
        cancel.cancel();
      }
    };
    try {
      await vscode.commands.executeCommand(commandIds.loadAll, tree.rows(ada).at(-1)?.node);
    } finally {
      demo.server.beforeAnswer = undefined;
      Reflect.set(vscode.window, 'withProgress', withProgress);
    }
    await eventually(() => assert.match(tree.texts(ada).at(-1) ?? '', /^Load more \| [2-9]00 of 1,203$/));
    await press(ada, -1);
    await eventually(() => assert.match(tree.texts(ada).at(-1) ?? '', /^Load more \| [3-9]00 of 1,203$/));
    assert.equal(new Set(tree.rows(ada).map(({ node }) => node.id)).size, tree.rows(ada).length);
    assert.ok(askedSessions('ada').length < 12, askedSessions('ada').join('\n'));
  });

  it('sends one request for an identity without sessions and shows that it has none', async () => {
    const nora = await unfold('noSessions');
    assert.deepEqual(tree.texts(nora), ['No sessions | select to read the list again']);
    assert.equal(askedSessions('noSessions').length, 1);
    assert.deepEqual(asked(new RegExp(`^/admin/identities/${demo.server.people.noSessions}$`)), []);
  });

  it('distinguishes a deleted identity from one without sessions', async () => {
    const gone = demo.server.data.addIdentity({ count: 3 });
    await tree.show();
    const row = await tree.unfold(gone.id);
    assert.equal(tree.rows(row).length, 3);
    demo.server.data.deleteIdentity(gone.id);
    await vscode.commands.executeCommand(commandIds.refreshIdentity, tree.row(row).node);
    await eventually(() =>
      assert.deepEqual(messages, ['added.1@example.org: the server no longer has this identity.']),
    );
    await eventually(() => assert.ok(tree.rows(connectionId).every(({ node }) => node.id !== row)));
  });

  it('shows the reason for a failed first page, and the sessions after Retry', async () => {
    demo.server.faults.add({ matching: /sessions/, failing: { kind: 'status', status: 503 }, times: 9 });
    const zoe = await unfold('twoSessions');
    assert.deepEqual(kinds(zoe), ['failure']);
    assert.deepEqual(tree.texts(zoe), ['Server error (503)']);
    assert.match(await tree.tooltip(`${zoe}/$after`), /^The server reported an error \(503\)\. Try again/);
    demo.server.faults.clear();
    await press(zoe, 0);
    await eventually(() => assert.deepEqual(kinds(zoe), ['session', 'session']));
  });

  it('keeps the rows before a failed page, and continues from there after Retry', async () => {
    const ada = await unfold('ada');
    const before = tree.texts(ada).slice(0, 100);
    demo.server.faults.add({ matching: /sessions/, failing: { kind: 'reset' }, times: 9 });
    await press(ada, -1);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Connection lost'));
    assert.deepEqual(tree.texts(ada).slice(0, -1), before);
    demo.server.faults.clear();
    await press(ada, -1);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 200 of 1,203'));
    assert.equal(new Set(tree.rows(ada).map(({ node }) => node.id)).size, 201);
  });

  it('refreshes all loaded rows, with new ones at the top and the same selection', async () => {
    const ada = await unfold('ada');
    await press(ada, -1);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 200 of 1,203'));
    const [first] = tree.rows(ada);
    const selected = tree.selectedIds;
    const session = demo.server.data.addSession(demo.server.people.ada);
    await vscode.commands.executeCommand(commandIds.refreshIdentity, tree.row(ada).node);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 200 of 1,204'));
    assert.equal(tree.rows(ada)[0]?.node.id, `${ada}/${session.id}`);
    assert.equal(tree.rows(ada)[1]?.node, first?.node);
    assert.deepEqual(tree.selectedIds, selected);
    demo.server.data.deleteSession(session.id);
  });

  it('reads the sessions of a collapsed identity again when it is expanded after a refresh of the view', async () => {
    const { id } = demo.server.data.addIdentity({ count: 3 });
    await tree.show();
    const row = await tree.unfold(id);
    await eventually(() => assert.match(tree.row(row).description, /^3 of 3( · |$)/));
    const folded = new Promise((resolve) => tree.view.onDidCollapseElement(resolve));
    await vscode.commands.executeCommand('list.collapse');
    await folded;
    const [revoked, ...gone] = tree.rows(row).map(({ node }) => node.id.slice(`${row}/`.length));
    demo.server.data.revokeSession(revoked ?? '');
    for (const session of gone) {
      demo.server.data.deleteSession(session);
    }
    demo.server.requests.length = 0;
    await vscode.commands.executeCommand(commandIds.refreshView);
    await eventually(() => assert.doesNotMatch(tree.row(row).description, / of /));
    assert.deepEqual(asked(/\/sessions/), []);
    await vscode.commands.executeCommand('list.expand');
    await eventually(() => assert.match(tree.row(row).description, /^1 of 1( · |$)/));
    await eventually(() =>
      assert.deepEqual(
        tree.rows(row).map(({ item }) => item.contextValue),
        ['session+inactive'],
      ),
    );
    assert.equal(asked(/\/sessions/).length, 1);
    demo.server.data.deleteIdentity(id);
  });

  it('lists only active or inactive sessions with a filter', async () => {
    const sina = await unfold('everyStatus');
    assert.equal(tree.rows(sina).length, 5);
    await vscode.commands.executeCommand(commandIds.filterSessions, tree.row(sina).node, 'active');
    await eventually(() => assert.equal(tree.row(sina).description, 'active · 2 of 2 · sina@example.org'));
    await eventually(() => assert.equal(tree.rows(sina).length, 2));
    await vscode.commands.executeCommand(commandIds.clearSessionFilter, tree.row(sina).node);
    await eventually(() => assert.equal(tree.row(sina).description, '5 of 5 · sina@example.org'));
    await vscode.commands.executeCommand(commandIds.filterSessions, tree.row(sina).node, 'active');
    await eventually(() => assert.equal(tree.rows(sina).length, 2));
    await vscode.commands.executeCommand(commandIds.filterSessions, tree.row(sina).node, 'all');
    await eventually(() => assert.equal(tree.rows(sina).length, 5));
  });

  it('shows above its rows why the only server cannot be read, until it can', async () => {
    demo.server.faults.add({ failing: { kind: 'html', status: 200, title: 'Sign in' }, times: 99 });
    await tree.show();
    await eventually(() => assert.match(tree.view.message ?? '', /a web page, “Sign in” \(200\), instead of JSON/));
    await eventually(() => assert.deepEqual(kinds(connectionId), ['failure']));
    demo.server.faults.clear();
    await vscode.commands.executeCommand(commandIds.refreshView);
    await eventually(() => assert.ok(tree.texts(connectionId).includes('Ada Lovelace | ada@example.org')));
    assert.equal(tree.view.message, '');
  });

  async function unfold(name: PersonName): Promise<string> {
    await tree.show();
    return tree.unfold(demo.server.people[name]);
  }

  /** Runs the command of a row; a negative index counts from the end. */
  async function press(parent: string, place: number): Promise<void> {
    const command = tree.rows(parent).at(place)?.item.command;
    assert.ok(command, `row ${place} does nothing`);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  function kinds(parent: string): readonly string[] {
    return tree.rows(parent).map(({ node }) => node.kind);
  }

  function asked(about = /./): readonly string[] {
    return demo.server.requests.map(({ target }) => target).filter((target) => about.test(target));
  }

  function askedSessions(name: PersonName): readonly string[] {
    return asked(new RegExp(`^/admin/identities/${demo.server.people[name]}/sessions`));
  }
});
