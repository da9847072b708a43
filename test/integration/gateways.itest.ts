import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/commands/ids.ts';
import { caching, type Rewrite, type RewritingGateway, startRewritingGateway } from '../gateways/rewritingGateway.ts';
import { connectionId, useDemo } from './demoConnection.ts';
import { drawnTree } from './drawnTree.ts';
import { eventually } from './eventually.ts';
import { setConnections } from './settings.ts';

const tree = drawnTree();

describe('behind a gateway that rewrites responses', () => {
  const demo = useDemo({ identities: 300 });
  let gateway: RewritingGateway;
  /** The page size that the gateway sets in place of the requested one. */
  let largestPage = Number.POSITIVE_INFINITY;

  before(async () => {
    gateway = await startRewritingGateway(demo.server.url, (target) =>
      target.replace(/(?<=[?&](?:page_size|per_page)=)\d+/, (size) => `${Math.min(Number(size), largestPage)}`),
    );
  });

  beforeEach(async () => {
    await tree.empty();
    largestPage = Number.POSITIVE_INFINITY;
    gateway.rewrite = (response) => response;
  });

  after(async () => {
    await tree.hide();
    await gateway.close();
  });

  const withLink =
    (change: (link: string) => string, others: object = {}): Rewrite =>
    ({ headers, body }) => ({ headers: { ...headers, link: change(`${headers.link}`), ...others }, body });
  const withoutLink: Rewrite = ({ headers: { link, ...headers }, body }) => ({ headers, body });

  for (const [lie, rewrite, shown, limit] of [
    [
      'gives the page token another name',
      withLink((link) => link.replaceAll('page_token=', 'cursor=')),
      '100 shown, the server returned no usable link to the rest',
      1000,
    ],
    [
      'escapes links as HTML',
      withLink((link) => link.replaceAll('&', '&amp;')),
      '100 shown, the server returned no usable link to the rest',
      1000,
    ],
    [
      'puts the page token into the path',
      withLink((link) => link.replace(/\?\S*page_token=([\w-]+)>; rel="next"/, '/$1>; rel="next"')),
      '100 shown, the server returned no usable link to the rest',
      1000,
    ],
    [
      'keeps only the first link and adds the count',
      withLink((link) => link.replace(/,.*/, ''), { 'x-total-count': '300' }),
      '100 of 300, the server returned no usable link to the rest',
      1000,
    ],
    [
      'shortens the page and drops its links',
      withoutLink,
      '40 shown, the server does not say whether there are more',
      40,
    ],
  ] as const) {
    it(`does not say that all identities are listed when the gateway ${lie}`, async () => {
      gateway.rewrite = rewrite;
      largestPage = limit;
      await connect();
      await eventually(() => assert.ok(identityRows() >= 40));
      const tooltip = await tree.tooltip(connectionId);
      assert.ok(tooltip.split('\n').includes(`Identities: ${shown}`), tooltip);
    });
  }

  for (const [lie, count] of [
    ['counts the rows of each page', 'length'],
    ['counts 0', '0'],
    ['counts 1', '1'],
  ] as const) {
    it(`lists 300 of 300 sessions when the gateway ${lie}`, async () => {
      gateway.rewrite = ({ headers, body }) => {
        const counted = count === 'length' ? `${JSON.parse(body).length}` : count;
        return { headers: { ...headers, ...('x-total-count' in headers ? { 'x-total-count': counted } : {}) }, body };
      };
      const nora = await unfoldNora();
      await eventually(() => assert.equal(tree.rows(nora).at(-1)?.node.kind, 'more'));
      await vscode.commands.executeCommand(commandIds.loadAll, tree.rows(nora).at(-1)?.node);
      await eventually(() => assert.match(tree.row(nora).description, /^300 of 300( · |$)/));
      await eventually(() => assert.equal(tree.rows(nora).length, 300));
    });
  }

  for (const header of ['age', 'date'] as const) {
    it(`reports a cache that mixes old pages with new ones, detected by the header ${header}`, async () => {
      gateway.rewrite = caching(header);
      const nora = await unfoldNora();
      await vscode.commands.executeCommand(commandIds.loadAll, tree.rows(nora).at(-1)?.node);
      const words = /^300 of 300, a cache answered instead of the server · /;
      await eventually(() => assert.match(tree.row(nora).description, words));
      changeNora();
      await vscode.commands.executeCommand(commandIds.refreshIdentity, tree.row(nora).node);
      await eventually(() => assert.match(tree.row(nora).description, words));
    });
  }

  it('lists 300 of 300 sessions when a cache heeds Cache-Control: no-cache', async () => {
    gateway.rewrite = caching('age', { heedsNoCache: true });
    const nora = await unfoldNora();
    const [newest] = changeNora();
    await vscode.commands.executeCommand(commandIds.loadAll, tree.rows(nora).at(-1)?.node);
    await eventually(() => assert.match(tree.row(nora).description, /^300 of 300( · |$)/));
    await eventually(() => assert.equal(tree.rows(nora)[0]?.node.id, `${nora}/${newest}`));
  });

  it('refuses the sessions of another identity', async () => {
    const { ada, fiftyOneSessions } = demo.server.people;
    await connect();
    await eventually(() => assert.ok(identityRows() >= 40));
    gateway.rewrite = ({ headers, body }) => ({ headers, body: body.replaceAll(ada, fiftyOneSessions) });
    const row = await tree.unfold(ada);
    await eventually(() => assert.deepEqual(tree.texts(row), ['Wrong response']));
  });

  async function connect(): Promise<void> {
    await tree.show();
    await setConnections([{ name: connectionId, url: gateway.url }]);
  }

  async function unfoldNora(): Promise<string> {
    const { data, people } = demo.server;
    data.deleteSessionsOf(people.noSessions);
    for (let minutes = 1; minutes <= 300; minutes += 1) {
      data.addSession(people.noSessions, { ago: minutes * 60_000_000 });
    }
    await connect();
    return tree.unfold(people.noSessions);
  }

  /** Adds a session and deletes the oldest, so that the count stays. Returns both ids. */
  function changeNora(): readonly string[] {
    const { data, people } = demo.server;
    const [oldest] = data.sessionsOf(people.noSessions).toSorted((one, other) => one.createdAt - other.createdAt);
    const newest = data.addSession(people.noSessions);
    data.deleteSession(oldest?.id ?? '');
    return [newest.id, oldest?.id ?? ''];
  }

  function identityRows(): number {
    return tree.rows(connectionId).filter(({ node }) => node.kind === 'identity').length;
  }
});
