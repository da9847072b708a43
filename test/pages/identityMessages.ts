import type { ListState } from '../../src/core/directory/listState.ts';
import type { Identity } from '../../src/core/kratos/identity.ts';
import { type IdentityDetails, identityDetails } from '../../src/core/kratos/identityDetails.ts';
import { exactText } from '../../src/core/kratos/json/exactJson.ts';
import type { Malformed, Session } from '../../src/core/kratos/session.ts';
import { originsInSteps } from '../../src/core/origins/origins.ts';
import { runInTurns } from '../../src/core/origins/steps.ts';
import type { OpenDatabases } from '../../src/ipDatabases/ipDatabases.ts';
import { describeIdentityPage, type IdentityPageFacts } from '../../src/pages/host/identity/describeIdentityPage.ts';
import { describeOrigins, sendOrigins } from '../../src/pages/host/origins/describeOrigins.ts';
import { RowSender } from '../../src/pages/host/rowSender.ts';
import type { IdentityHostMessage } from '../../src/pages/protocol/identityMessages.ts';
import { loadDeviceNames } from '../../src/text/deviceName.ts';
import { aConnection } from '../unit/builders/connectionBuilder.ts';
import { adaId, anIdentity } from '../unit/builders/identityBuilder.ts';

type Item = Session | Malformed;

/** What the host adds to the facts of a page. */
export type Surroundings = Parameters<typeof describeIdentityPage>[1];

/** Returns the facts of a page whose identity and complete list were read; `over` replaces some. */
export function identityPageFacts(items: readonly Item[], over: Partial<IdentityPageFacts> = {}): IdentityPageFacts {
  const identity = 'identity' in over ? over.identity : anIdentity();
  return {
    ref: { connectionId: 'acme', identityId: adaId },
    phase: { kind: 'ready' },
    identity,
    details: detailsOf(identity),
    mails: { mails: [], withOlder: [], notRead: [], malformed: 0 },
    mailsFailure: undefined,
    connection: aConnection({ name: 'Acme' }),
    directory: { waiting: () => undefined },
    sessions: completeList(items),
    filter: 'all',
    isSettled: true,
    ...over,
  };
}

function detailsOf(identity: Identity | undefined): IdentityDetails | undefined {
  return identity && identityDetails(JSON.parse(exactText(identity.json)), 'v26.2.0');
}

export function completeList(items: readonly Item[]): ListState<Item> {
  return {
    phase: { kind: 'ready' },
    items,
    total: items.length,
    end: { kind: 'complete', by: 'count' },
    readAt: new Date('2026-11-23T15:00:00Z'),
    outdated: false,
  };
}

/** Returns the messages with which the host fills a page, in their order. */
export async function identityMessages(
  items: readonly Item[],
  facts: IdentityPageFacts,
  now: Date,
  databases?: OpenDatabases,
  surroundings?: Partial<Surroundings>,
): Promise<readonly IdentityHostMessage[]> {
  const messages: IdentityHostMessage[] = [];
  await sendIdentityPage((message) => messages.push(message), items, facts, now, databases, surroundings);
  return messages;
}

/** Fills a page as the host does. */
export async function sendIdentityPage(
  post: (message: IdentityHostMessage) => void,
  items: readonly Item[],
  facts: IdentityPageFacts,
  now: Date,
  databases: OpenDatabases = { lookup: undefined, problems: () => [] },
  surroundings: Partial<Surroundings> = {},
): Promise<void> {
  await loadDeviceNames();
  const { lookup } = databases;
  const page = () =>
    describeIdentityPage(facts, {
      labelTraits: ['name.first', 'email'],
      problems: databases.problems(),
      unlock: undefined,
      completed: new Map(),
      ...surroundings,
    });
  post({ type: 'page', model: page() });
  const { signal } = new AbortController();
  const sender = new RowSender((rows, gone) => post({ type: 'rows', rows, gone }));
  const owner = { identityId: facts.ref.identityId, identity: undefined, identityState: facts.identity?.state };
  await sender.send(items, () => owner, { lookup, now }, signal);
  const origins = await runInTurns(originsInSteps({ sessions: items, lookup }), signal);
  const models = await runInTurns(
    describeOrigins(origins, {
      now,
      loaded: undefined,
      isActive: (id) => sender.isActive(id),
      recognition: () => undefined,
    }),
    signal,
  );
  await sendOrigins(models, post, signal);
  // A look-up may have found that a database is broken.
  post({ type: 'page', model: page() });
}
