import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  type CancellationToken,
  type CustomDocument,
  type CustomDocumentOpenContext,
  type ExtensionContext,
  Uri,
} from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import type { IdentityRef, SessionRef } from '../../../src/connections/refs.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { activate } from '../../../src/extension.ts';
import { identityUri, sessionUri } from '../../../src/files/uris.ts';
import { type IdentityMessage, identityMessage } from '../../../src/pages/protocol/identityMessages.ts';
import { safetySteps } from '../../../src/pages/protocol/identityModel.ts';
import { type RecentMessage, recentMessage } from '../../../src/pages/protocol/recentMessages.ts';
import { type PanelMessage, panelMessage } from '../../../src/pages/protocol/sessionMessages.ts';
import type { RowAction } from '../../../src/pages/protocol/tableMessages.ts';
import type { TreeNode } from '../../../src/tree/nodes.ts';
import type { Gateway } from '../../gateways/gateway.ts';
import { startKeyGateway } from '../../gateways/keyGateway.ts';
import { MemorySecrets } from '../connections/secrets/memorySecrets.ts';
import { Memory } from '../connections/settings/memorySettings.ts';
import { type PagePanel, pagePanel, stubAcceptingVscode, user } from './acceptingVscode.ts';

stubAcceptingVscode();

let demo: DemoServer;
let locked: Gateway;
let other: Gateway;
let contexts: readonly ExtensionContext[];
/** Another window with the same settings and secrets. */
let otherWindow: Pick<typeof user, 'handlers' | 'tree'>;
let memory: Memory;
let storage: string;

beforeAll(async () => {
  demo = await startDemoServer({ identities: 20 });
  [locked, other] = await Promise.all([startKeyGateway(demo.url, {}), startKeyGateway(demo.url, {})]);
  memory = new Memory();
  storage = await mkdtemp(join(tmpdir(), 'kratos-storage-'));
  // Of two pages, so that commands that read all of them send requests.
  user.types = demo.people.fiftyOneSessions;
  user.settings.set('kratosExplorer.pageSize', 50);
  user.address = locked.url;
  const secrets = new MemorySecrets();
  contexts = Array.from({ length: 2 }, () => {
    const context = {
      subscriptions: [],
      secrets,
      globalState: memory,
      extensionUri: Uri.file('/extension'),
      globalStorageUri: Uri.file(storage),
      extensionMode: 3,
      extension: { packageJSON: { name: 'kratos-explorer', version: '1.0.0' } },
    } as unknown as ExtensionContext;
    // The window that is activated last is the user's.
    otherWindow = { handlers: new Map(user.handlers), tree: user.tree };
    activate(context);
    return context;
  });
});

afterAll(async () => {
  for (const one of contexts.flatMap(({ subscriptions }) => subscriptions)) {
    one.dispose();
  }
  await Promise.all([locked.close(), other.close()]);
  await demo.close();
  await rm(storage, { recursive: true });
});

const run = (id: string, ...args: unknown[]) => user.handlers.get(id)?.(...args);

/** Production: the user, who types the same everywhere, cannot unlock it. */
const lockedEntry = () => ({ name: 'locked', url: locked.url, writable: true, production: true });
const otherEntry = () => ({ name: 'other', url: other.url, writable: true });

/** Returns the ids of the unlocked connections, by the tags of their rows. */
async function unlocked({ tree }: Pick<typeof user, 'tree'> = user): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const node of ((await tree?.getChildren()) ?? []) as readonly TreeNode[]) {
    const item = await tree?.getTreeItem(node);
    if (item?.contextValue?.includes('+unlocked')) {
      ids.push(node.id);
    }
  }
  return ids;
}

/** How the connection “locked” came to be locked, and what else is unlocked. */
const situations = {
  'a connection that was never unlocked': async () => undefined,
  'a connection while another is unlocked': async () => {
    await run(commandIds.unlockConnection, { connectionId: 'other' });
    expect(await unlocked()).toEqual(['other']);
  },
  'a connection whose unlock has ended': async () => {
    const { production: _, ...plain } = lockedEntry();
    user.changeSettings([plain, otherEntry()]);
    await run(commandIds.unlockConnection, { connectionId: 'locked' });
    expect(await unlocked()).toEqual(['locked']);
    user.changeSettings([lockedEntry(), otherEntry()]);
  },
  'a connection that is unlocked in another window': async () => {
    const { types } = user;
    user.types = 'locked';
    await otherWindow.handlers.get(commandIds.unlockConnection)?.({ connectionId: 'locked' });
    user.types = types;
    expect([await unlocked(otherWindow), await unlocked()]).toEqual([['locked'], []]);
  },
} as const;

/** Begins with unread servers, as the commands before left filters and found rows. */
async function begin(situation: keyof typeof situations): Promise<void> {
  user.errors.length = 0;
  user.changeSettings([]);
  await memory.update('kratosExplorer.demo', undefined);
  user.changeSettings([lockedEntry(), otherEntry()]);
  user.patience = 5;
  await situations[situation]();
}

/** Returns the rows of the locked connection, of an identity and of two of its sessions. */
async function rows(): Promise<readonly TreeNode[]> {
  const below = async (node?: unknown) => ((await user.tree?.getChildren(node)) ?? []) as readonly TreeNode[];
  const connection = (await below()).find(({ id }) => id === 'locked');
  const identities = await vi.waitFor(async () => {
    const found = (await below(connection)).filter(({ kind }) => kind === 'identity');
    expect(found).not.toEqual([]);
    return found;
  }, 10_000);
  const identity = identities.find(({ id }) => id.endsWith(demo.people.fiftyOneSessions));
  const sessions = await vi.waitFor(async () => {
    const found = (await below(identity)).filter(({ kind }) => kind === 'session');
    expect(found.length).toBeGreaterThan(1);
    return found;
  }, 10_000);
  return [connection, identity, ...sessions.slice(0, 2)].filter((row) => row !== undefined);
}

/** Returns the requests of the locked connection that could change something. */
const writes = () =>
  locked.requests.filter(({ method }) => method !== 'GET').map(({ method, target }) => [method, target]);

/** Messages of each type. A new type does not compile until it is added here. */
type OfEach<Message extends { readonly type: string }> = {
  readonly [Type in Message['type']]: readonly Omit<Extract<Message, { readonly type: Type }>, 'type'>[];
};

function messagesIn(ofEach: Readonly<Record<string, readonly object[]>>): readonly object[] {
  return Object.entries(ofEach).flatMap(([type, messages]) => messages.map((message) => ({ type, ...message })));
}

const panelMessages: OfEach<PanelMessage> = {
  ready: [{}],
  focus: [{}],
  copyText: [{ text: 'text', button: 'button' }],
  copyJson: [{}],
  copyId: [{}],
  openJson: [{}],
  refresh: [{}],
  cancel: [{}],
  showIdentity: [{}],
  otherSessions: [{}],
  showLog: [{}],
  lockNow: [{}],
  editConnections: [{}],
  enterSecrets: [{}],
};

const actions: Readonly<Record<RowAction, true>> = {
  open: true,
  openToSide: true,
  openJson: true,
  copyJson: true,
  copyId: true,
  compare: true,
  save: true,
  showInTree: true,
  revokeOrigin: true,
};

/** The first message that is sent selects the session that the others are about. */
const tableMessages = (ids: readonly string[]) => ({
  select: [{ ids, current: ids[0] }],
  ...panelMessages,
  run: (Object.keys(actions) as RowAction[]).map((action) => ({ action, ids })),
  refreshPage: [{}],
  cancelPage: [{}],
});

const identityMessages = (ids: readonly string[]): OfEach<IdentityMessage> => ({
  ...tableMessages(ids),
  readAll: [{}],
  clearFilter: [{}],
  openIdentityJson: [{}],
  copyIdentityJson: [{}],
  copyIdentityId: [{}],
  recognise: [{ origin: 'origin', isRecognised: true }, { origin: 'origin' }],
  copyQuestion: [{ origin: 'origin' }],
  findNetwork: [{ network: '203.0.113.0/24' }],
  revokeAllBut: [{}],
  runStep: safetySteps.map((step) => ({ step })),
  unlock: [{}],
});

const recentMessages = (ids: readonly string[]): OfEach<RecentMessage> => ({
  ...tableMessages(ids),
  readMore: [{}],
  readBackTo: [{}],
  retryPage: [{}],
});

/** Expects that no command ended early because the stand-in for VS Code lacks something. */
function expectNothingMissing(): void {
  expect(user.errors.filter((text) => text.startsWith('TypeError'))).toEqual([]);
}

const uriOf = (ref: IdentityRef | SessionRef) => ('sessionId' in ref ? sessionUri(ref) : identityUri(ref));

async function openFile(viewType: string, uri: Uri): Promise<PagePanel> {
  const provider = user.editors.get(viewType);
  const page = pagePanel();
  const token = { isCancellationRequested: false } as CancellationToken;
  const file = await provider?.openCustomDocument(uri, {} as CustomDocumentOpenContext, token);
  await provider?.resolveCustomEditor(file as CustomDocument, page.panel, token);
  return page;
}

interface PageUnderTest {
  readonly open: (ref: SessionRef) => Promise<PagePanel | undefined>;
  readonly messages: (ids: readonly string[]) => readonly object[];
  readonly schema: { readonly parse: (message: unknown) => unknown };
}

const pages = {
  session: {
    open: (ref) => openFile('kratosExplorer.session', sessionUri(ref)),
    messages: () => messagesIn(panelMessages),
    schema: panelMessage,
  },
  identity: {
    open: (ref) => openFile('kratosExplorer.identity', identityUri(ref)),
    messages: (ids) => messagesIn(identityMessages(ids)),
    schema: identityMessage,
  },
  'recent sessions': {
    open: async ({ connectionId }) => {
      // A page that is open already would get no panel, and the last panel may be that of another connection.
      for (const { panel } of user.panels.splice(0)) {
        panel.dispose();
      }
      await run(commandIds.showRecentSessions, { connectionId });
      expect(user.panels).toHaveLength(1);
      return user.panels.at(-1);
    },
    messages: (ids) => messagesIn(recentMessages(ids)),
    schema: recentMessage,
  },
} satisfies Readonly<Record<string, PageUnderTest>>;

describe.each(Object.keys(situations) as (keyof typeof situations)[])('%s', (situation) => {
  test.each(Object.values(commandIds))('is sent no request but GET by the command %s', async (id) => {
    for (const takes of ['first', 'last'] as const) {
      await begin(situation);
      const [connection, identity, session, second] = await rows();
      const uris = [identity, session].flatMap((row) => (row !== undefined && 'ref' in row ? [uriOf(row.ref)] : []));
      expect(uris).toHaveLength(2);
      const few = [[], [connection], [identity], [session], [session, [session, second]], ...uris.map((uri) => [uri])];
      for (const args of few) {
        Object.assign(user, { takes, patience: 10, selection: [session] });
        await run(id, ...args);
      }
    }
    expect(locked.requests).not.toEqual([]);
    expect(writes()).toEqual([]);
    expectNothingMissing();
  });

  test.each(Object.keys(pages) as (keyof typeof pages)[])(
    'is sent no request but GET by a message of the %s page',
    async (name) => {
      user.takes = 'first';
      await begin(situation);
      const [, , session] = await rows();
      const ref = session?.kind === 'session' ? session.ref : undefined;
      if (ref === undefined) {
        throw new Error('There is no session.');
      }
      const { open, messages, schema } = pages[name];
      const page = await open(ref);
      for (const message of [{ type: 'ready' }, ...messages([ref.sessionId])]) {
        expect(schema.parse(message)).toEqual(message);
        user.patience = 10;
        await page?.send(message);
      }
      page?.panel.dispose();
      expect(writes()).toEqual([]);
      expectNothingMissing();
    },
  );
});

test.each(Object.entries(commandIds))('the first picker that %s opens is named after the command', async (name, id) => {
  const words = JSON.parse(await readFile('package.nls.json', 'utf8')) as Record<string, string>;
  await begin('a connection that was never unlocked');
  Object.assign(user, { patience: 0, selection: [], titles: [] });
  await run(id);
  const title = words[`command.${name}`]?.replace('…', '') ?? '';
  expect(user.titles.slice(0, 1)).toEqual(user.titles.length === 0 ? [] : [expect.stringContaining(title)]);
  expectNothingMissing();
});

test('the user revokes sessions of the demo, which writes no file and sends no request to another server', async () => {
  user.changeSettings([lockedEntry()]);
  Object.assign(user, { takes: 'last', patience: 10 });
  await run(commandIds.tryDemo);
  await run(commandIds.unlockConnection, { connectionId: 'demo' });
  const below = async (node?: unknown) => ((await user.tree?.getChildren(node)) ?? []) as readonly TreeNode[];
  const [, connection] = await below();
  const identity = await vi.waitFor(async () => {
    const found = (await below(connection)).find(({ id }) => id.endsWith(demo.people.takenOver));
    expect(found).toBeDefined();
    return found;
  }, 10_000);
  const isActive = async () => {
    const [newest] = (await below(identity)).filter(({ kind }) => kind === 'session');
    return (await user.tree?.getTreeItem(newest))?.contextValue?.split('+').includes('active');
  };
  await vi.waitFor(async () => expect(await isActive()).toBe(true), 10_000);
  const [files, asked] = [await readdir(storage, { recursive: true }), locked.requests.length];
  Object.assign(user, { patience: 10 });
  await run(commandIds.revokeAllSessions, identity);

  await vi.waitFor(async () => expect(await isActive()).toBe(false), 10_000);
  expect(await readdir(storage, { recursive: true })).toEqual(files);
  expect(locked.requests).toHaveLength(asked);
  expectNothingMissing();
});

test('the same user revokes a session as soon as the connection is unlocked', async () => {
  const { production: _, ...plain } = lockedEntry();
  user.changeSettings([plain]);
  Object.assign(user, { takes: 'last', patience: 10 });
  await run(commandIds.unlockConnection, { connectionId: 'locked' });
  const [, , session] = await rows();
  Object.assign(user, { patience: 10, selection: [session] });
  await run(commandIds.revokeSessions, session);
  expect(writes()).toEqual([['DELETE', `/admin/sessions/${session?.kind === 'session' && session.ref.sessionId}`]]);
});
