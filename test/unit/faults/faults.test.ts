import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { TreeItemCollapsibleState } from 'vscode';
import type { Directory } from '../../../src/core/directory/directory.ts';
import { type Failure, KratosError } from '../../../src/core/kratos/failure.ts';
import { FileContents } from '../../../src/files/fileContents.ts';
import { lookupRows } from '../../../src/find/rows.ts';
import { describePanel } from '../../../src/pages/host/session/describePanel.ts';
import { SessionReading } from '../../../src/pages/host/session/sessionReading.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { TreeProvider } from '../../../src/tree/provider.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { directoryOver } from '../core/directory/directoryOver.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { noDatabases } from '../tree/treeUnderTest.ts';
import { faultList } from './faultList.ts';
import { Site } from './site.ts';
import { transportOf } from './transportOf.ts';

/** In milliseconds, for requests that last until their deadline. */
const shortDeadline = 100;
/** As the setting requestTimeout is by default. */
const longDeadline = 30_000;

let certificates: Certificates;

beforeAll(async () => {
  certificates = await makeCertificates();
});

afterAll(() => certificates.close());

const each = faultList.map((fault) => [fault.name, fault] as const);

test.each(each)('%s: keeps the rows, shows one sentence everywhere, and recovers', async (_name, fault) => {
  const site = await Site.open(fault.route, certificates);
  onTestFinished(() => site.close());
  site.timeoutMs = longDeadline;
  const traffic = { sent: 0, pending: 0, most: 0 };
  const directory = directoryOver(transportOf(site.options(), site.secrets, traffic), {
    pageSize: () => 10,
  });
  onTestFinished(() => directory.dispose());
  const person = site.demo.people.grace;
  await directory.identities.open();
  await directory.sessionsOf(person).open();
  const before = shownIn(directory, person);
  expect(before).toEqual({ identities: 10, sessions: 3 });
  const sessionId = sessionOf(directory, person);

  await fault.strike(site);
  // Only during the fault: before and after it, requests must succeed within their deadline.
  site.timeoutMs = fault.lastsToDeadline ? shortDeadline : longDeadline;
  traffic.most = 0;
  traffic.sent = 0;
  const [failure] = await Promise.all([
    failureOf(directory.readSession(sessionId)),
    directory.identities.refresh(),
    directory.sessionsOf(person).refresh(),
  ]);
  if (fault.lastsToDeadline) {
    // A second attempt would get a deadline of its own.
    expect(traffic.sent).toBe(3);
  }
  // The session and both lists, at the same time.
  expect(traffic.most).toBe(3);
  expect(failure).toMatchObject(fault.failure);
  expect(shownIn(directory, person)).toEqual(before);
  expect(directory.identities.state.phase).toMatchObject({ kind: 'failed', at: 'refresh', failure: fault.failure });
  expect(directory.sessionsOf(person).state.phase).toMatchObject({ kind: 'failed', failure: fault.failure });
  const sentence = withoutRequest(failureText(failure));
  const shown = await sentencesOf(directory, { person, sessionId });
  expect(shown).toEqual({ row: sentence, panel: sentence, palette: sentence, file: sentence });

  site.timeoutMs = longDeadline;
  await site.mend();
  await Promise.all([directory.identities.retry(), directory.sessionsOf(person).retry()]);
  expect(directory.identities.state.phase).toEqual({ kind: 'ready' });
  expect(directory.sessionsOf(person).state.phase).toEqual({ kind: 'ready' });

  directory.dispose();
  await expect.poll(() => site.open).toBe(0);
});

function shownIn(directory: Directory, person: string) {
  return {
    identities: directory.identities.state.items.length,
    sessions: directory.sessionsOf(person).state.items.length,
  };
}

function sessionOf(directory: Directory, person: string): string {
  const session = directory.sessionsOf(person).state.items.find((item) => item.kind === 'session');
  if (session === undefined) {
    throw new Error('no session');
  }
  return session.id;
}

async function failureOf(request: Promise<unknown>): Promise<Failure> {
  const error: unknown = await request.then(
    () => new Error('no failure'),
    (reason: unknown) => reason,
  );
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}

/** Returns the sentence of each place, each from a request to the failing server. */
async function sentencesOf(directory: Directory, { person, sessionId }: { person: string; sessionId: string }) {
  const connections = new FakeConnections({ here: directory });
  const now = new Date();

  const tree = new TreeProvider({
    connections,
    labelTraits: () => [],
    now: () => now,
    ipDatabases: async () => noDatabases,
    selection: () => [],
    showProgress: () => undefined,
  });
  const [connection] = await tree.getChildren(undefined);
  const nodes = await tree.getChildren(connection);
  const rows = nodes.map((node) => tree.getTreeItem(node));
  const failed = nodes.find(({ kind }) => kind === 'failure');
  const tooltip = failed && (await tree.resolveTreeItem(tree.getTreeItem(failed), failed)).tooltip;
  tree.dispose();
  expect(rows.filter(({ collapsibleState }) => collapsibleState !== TreeItemCollapsibleState.None)).toHaveLength(10);

  const reading = new SessionReading({ connectionId: 'here', identityId: person, sessionId }, connections);
  await reading.refresh();
  const panel = describePanel(reading, [], now);
  reading.dispose();
  expect(panel.session).toBeDefined();

  const failure = await failureOf(directory.searchIdentities({ by: 'identifier', identifier: 'x' }, 1));
  const [found] = lookupRows(
    { text: 'x', findings: [{ kind: 'failure', connectionId: 'here', failure }], isStale: false, busy: false },
    () => true,
    { connections, labelTraits: [], now, wanted: 'identity', idsIn: () => 0 },
  );

  const files = new FileContents(connections, () => undefined);
  // Not read yet, so it is requested from the server.
  const identityId = '00000000-0000-4000-8000-000000000404';
  const file = await files.read('file', { kind: 'identity', connectionId: 'here', identityId });
  files.dispose();

  const sentences = {
    row: typeof tooltip === 'string' ? tooltip.split('\n')[0] : undefined,
    panel: panel.notice?.text,
    palette: found?.detail,
    file: (JSON.parse(file.text) as { problem?: string }).problem,
  };
  return Object.fromEntries(Object.entries(sentences).map(([place, text]) => [place, text && withoutRequest(text)]));
}

/** Removes the request, which two of the sentences name and which differs for each place. */
function withoutRequest(sentence: string): string {
  return sentence.replace(/\/admin\/[\w/{}]+/, '‹path›').replace(/(not what Kratos returns): [^.]+/, '$1: ‹what›');
}
