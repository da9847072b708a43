import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { TreeItemCollapsibleState } from 'vscode';
import { describePanel } from '../../../src/details/describePanel.ts';
import { SessionReading } from '../../../src/details/sessionReading.ts';
import type { Directory } from '../../../src/directory/directory.ts';
import { FileContents } from '../../../src/documents/fileContents.ts';
import { type Failure, KratosError } from '../../../src/kratos/failure.ts';
import { lookupRows } from '../../../src/palette/rows.ts';
import { failureText } from '../../../src/presentation/failureText.ts';
import { TreeProvider } from '../../../src/tree/provider.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { directoryOver } from '../directory/directoryOver.ts';
import { FakeConnections } from '../documents/fakeConnections.ts';
import { faultList } from './faultList.ts';
import { Site } from './site.ts';
import { transportOf } from './transportOf.ts';

/** In milliseconds; for requests that end with it. */
const shortDeadline = 300;
const longDeadline = 10_000;

let certificates: Certificates;

beforeAll(async () => {
  certificates = await makeCertificates();
});

afterAll(() => certificates.close());

const each = faultList.map((fault) => [fault.name, fault] as const);

test.each(each)('%s: rows stay, everything says the same in time, and all is well afterwards', async (_name, fault) => {
  const site = await Site.open(fault.way, certificates);
  onTestFinished(() => site.close());
  site.timeoutMs = longDeadline;
  const traffic = { underWay: 0, most: 0 };
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
  // Only while it lasts: before and after it, requests must succeed within their time.
  site.timeoutMs = fault.lastsToDeadline ? shortDeadline : longDeadline;
  traffic.most = 0;
  const began = performance.now();
  const [failure] = await Promise.all([
    failureOf(directory.readSession(sessionId)),
    directory.identities.refresh(),
    directory.sessionsOf(person).refresh(),
  ]);
  // Not to the millisecond: two attempts, each with a deadline of its own, would take twice as long.
  expect(performance.now() - began).toBeLessThan(fault.lastsToDeadline ? shortDeadline * 2 : longDeadline);
  // The session and both lists, none after the other.
  expect(traffic.most).toBe(3);
  expect(failure).toMatchObject(fault.failure);
  expect(shownIn(directory, person)).toEqual(before);
  expect(directory.identities.state.phase).toMatchObject({ kind: 'failed', at: 'refresh', failure: fault.failure });
  expect(directory.sessionsOf(person).state.phase).toMatchObject({ kind: 'failed', failure: fault.failure });
  const sentence = whateverWasAsked(failureText(failure));
  const said = await saidOf(directory, { person, sessionId });
  expect(said).toEqual({ row: sentence, panel: sentence, palette: sentence, file: sentence });

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

async function failureOf(asked: Promise<unknown>): Promise<Failure> {
  const error: unknown = await asked.then(
    () => new Error('answered'),
    (reason: unknown) => reason,
  );
  if (error instanceof KratosError) {
    return error.failure;
  }
  throw error;
}

/** The sentence wherever a person meets it, each asked of the server while it fails. */
async function saidOf(directory: Directory, { person, sessionId }: { person: string; sessionId: string }) {
  const connections = new FakeConnections({ here: directory });
  const now = new Date();

  const tree = new TreeProvider({ connections, labelTraits: () => [], now: () => now, showProgress: () => undefined });
  const [connection] = await tree.getChildren(undefined);
  const rows = (await tree.getChildren(connection)).map((node) => tree.getTreeItem(node));
  const failed = rows.find(({ contextValue }) => contextValue?.startsWith('failure'));
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
  // Nobody has read this one yet, so the server is asked for it.
  const identityId = '00000000-0000-4000-8000-000000000404';
  const file = await files.read('file', { kind: 'identity', connectionId: 'here', identityId });
  files.dispose();

  const sentences = {
    row: typeof failed?.label === 'string' ? failed.label : undefined,
    panel: panel.notice?.text,
    palette: found?.detail,
    file: (JSON.parse(file.text) as { problem?: string }).problem,
  };
  return Object.fromEntries(Object.entries(sentences).map(([place, text]) => [place, text && whateverWasAsked(text)]));
}

/** Each place asks another question: two sentences name it. */
function whateverWasAsked(sentence: string): string {
  return sentence.replace(/\/admin\/[\w/{}]+/, '‹path›').replace(/(not what Kratos returns): [^.]+/, '$1: ‹what›');
}
