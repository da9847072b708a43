import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { connectionId } from '../../src/connections/connectionId.ts';
import { adaId, wireIdentity } from '../unit/builders/identityBuilder.ts';
import { uuid, wireSession } from '../unit/builders/sessionBuilder.ts';
import { useAnsweringServer } from './answeringServer.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { setSetting } from './settings.ts';

const tree = drawnTree();
const connection = connectionId('Endless');
const ada = `${connection}/${adaId}`;
const identitiesPath = '/admin/identities';
const sessionsPath = `/admin/identities/${adaId}/sessions`;

describe('a list whose server never ends it', () => {
  const server = useAnsweringServer('Endless');
  const { answers, headers, requests } = server;

  beforeEach(async () => {
    await setSetting('pageSize', 10);
    answers.set(identitiesPath, JSON.stringify([wireIdentity()]));
    headers.set(identitiesPath, () => ({ link: '</admin/identities?page_size=10>; rel="first"' }));
    await tree.show();
  });

  afterEach(async () => {
    await setSetting('pageSize', undefined);
    // A visible view would read the next test's server before its responses are set.
    await tree.hide();
  });

  it('ends after a few requests when all pages of sessions are equal, with a row about the higher count', async () => {
    answers.set(sessionsPath, JSON.stringify(sessions(10)));
    headers.set(sessionsPath, () => ({ 'x-total-count': '100000' }));
    await unfold(ada);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 10 of 100,000'));
    await press(ada, -1);
    await eventually(() =>
      assert.equal(tree.texts(ada).at(-1), 'The server sent no new rows | select to read the list again'),
    );
    assert.equal(tree.rows(ada).length, 11);
    assert.match(tree.row(ada).description, /^10 of 100,000, the server sent no further rows · /);
    assert.ok(requests.length < 25, `${requests.length} requests`);
  });

  it('ends after one request when empty pages of identities have a next link', async () => {
    answers.set(identitiesPath, '[]');
    let token = 0;
    headers.set(identitiesPath, () => {
      token += 1;
      return { link: `</admin/identities?page_size=10&page_token=t${token}>; rel="next"` };
    });
    await eventually(() => tree.row(connection));
    await vscode.commands.executeCommand(commandIds.refreshView);
    await eventually(() => assert.deepEqual(kinds(connection), ['incomplete']));
    await vscode.commands.executeCommand(commandIds.loadAll, tree.row(connection).node);
    assert.ok(requests.length <= 3, `${requests.length} requests`);
  });

  it('stops loading when its row is selected, and continues on request', async () => {
    await showFirstPage();
    await withoutAnswer(async () => {
      await press(ada, -1);
      await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Loading more… | 10 of 100'));
      const [row] = tree.rows(ada).slice(-1);
      assert.ok(row);
      await tree.view.reveal(row.node, { select: true });
      await press(ada, -1);
      await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 10 of 100'));
    });
    answers.set(sessionsPath, JSON.stringify(sessions(10, 10)));
    await press(ada, -1);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 20 of 100'));
  });

  it('stops loading when the row above is collapsed', async () => {
    await showFirstPage();
    await withoutAnswer(async () => {
      await press(ada, -1);
      await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Loading more… | 10 of 100'));
      await tree.view.reveal(tree.row(ada).node, { select: true, focus: true });
      await vscode.commands.executeCommand('list.collapse');
      await vscode.commands.executeCommand('list.expand');
      await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 10 of 100'));
    });
  });

  async function showFirstPage(): Promise<void> {
    answers.set(sessionsPath, JSON.stringify(sessions(10)));
    headers.set(sessionsPath, () => ({ 'x-total-count': '100' }));
    await unfold(ada);
    await eventually(() => assert.equal(tree.texts(ada).at(-1), 'Load more | 10 of 100'));
  }

  /** Runs `work` while the server does not respond. */
  async function withoutAnswer(work: () => Promise<void>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    server.answersAfter = promise;
    try {
      await work();
    } finally {
      server.answersAfter = undefined;
      resolve();
    }
  }

  /** Retries, as VS Code cancels a reveal during a refresh. */
  async function unfold(id: string): Promise<void> {
    await eventually(() => tree.view.reveal(tree.row(id).node, { expand: true }));
  }

  async function press(parent: string, place: number): Promise<void> {
    const command = tree.rows(parent).at(place)?.item.command;
    assert.ok(command, `row ${place} does nothing`);
    await vscode.commands.executeCommand(command.command, ...(command.arguments ?? []));
  }

  function kinds(parent: string): readonly string[] {
    return tree.rows(parent).map(({ node }) => node.kind);
  }
});

function sessions(count: number, from = 0): readonly object[] {
  return Array.from({ length: count }, (_, place) => wireSession({ id: uuid(from + place) }));
}
