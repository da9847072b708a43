import type { Directory } from '../directory/directory.ts';
import type { ListState } from '../directory/listState.ts';
import type { Identity } from '../kratos/identity.ts';
import type { Malformed, Session } from '../kratos/session.ts';
import { listWaiting } from './listWords.ts';
import type { ConnectionNode, IdentityNode } from './nodes.ts';
import { type ListEdges, listEdges } from './rows.ts';

type Item = Identity | Session | Malformed;

/** What the row of a connection or of an identity, and the rows below it, were last drawn from. */
export interface Drawn {
  /** What the row itself says, and which rows about the list stand around its items. */
  readonly facts: readonly unknown[];
  readonly edges: ListEdges;
  readonly items: readonly Item[];
  /** What the last row says. */
  readonly busy: boolean;
  /** Seconds; see listWaiting. */
  readonly waiting: number | undefined;
  readonly reason: unknown;
}

/** What has to be drawn again: nothing, the row with all below it, or only single rows. */
export type Redraw =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'all' }
  | { readonly kind: 'rows'; readonly itemIds: readonly string[]; readonly edges: readonly ('before' | 'after')[] };

/** A list that nobody has asked for. */
const unread: ListState<never> = {
  phase: { kind: 'idle' },
  items: [],
  total: undefined,
  end: { kind: 'more' },
  outdated: false,
};

/** From here on, drawing the whole list again is cheaper. */
const singleRows = 50;

/** What there is to draw now. */
export function drawnFrom(node: ConnectionNode | IdentityNode, directory: Directory): Drawn {
  const identityId = node.kind === 'identity' ? node.ref.identityId : undefined;
  const state = identityId === undefined ? directory.identities.state : (directory.sessionsState(identityId) ?? unread);
  const { phase, items, total, end, outdated } = state;
  const waiting = listWaiting(phase, directory);
  return {
    facts: [
      total,
      outdated,
      end.kind,
      end.kind === 'unproven' ? end.why : undefined,
      ...(identityId === undefined
        ? [directory.found, directory.identityFilter]
        : [
            directory.knownIdentity(identityId),
            directory.identityState(identityId),
            directory.sessionFilter(identityId),
            directory
              .foundSessions(identityId)
              .map(({ id }) => id)
              .join(),
          ]),
    ],
    edges: listEdges(state, waiting !== undefined),
    items,
    busy: phase.kind === 'loading' && phase.what !== 'refresh',
    waiting,
    reason: phase.kind === 'failed' ? phase.failure : undefined,
  };
}

/** The least that turns `before` into `after`. */
export function redraw(before: Drawn, after: Drawn): Redraw {
  const sameFacts = before.facts.every((fact, place) => fact === after.facts[place]);
  if (!sameFacts || before.edges.before !== after.edges.before || before.edges.after !== after.edges.after) {
    return { kind: 'all' };
  }
  const itemIds = replaced(before.items, after.items);
  if (itemIds === undefined || itemIds.length > singleRows) {
    return { kind: 'all' };
  }
  const saysOther = before.reason !== after.reason || before.waiting !== after.waiting;
  const edges = [
    ...(saysOther && after.edges.before !== undefined ? (['before'] as const) : []),
    ...(saysOther || before.busy !== after.busy ? (['after'] as const) : []),
  ];
  return itemIds.length + edges.length === 0 ? { kind: 'nothing' } : { kind: 'rows', itemIds, edges };
}

/** The items that were read again in their places; undefined when the list holds others, or in another order. */
function replaced(before: readonly Item[], after: readonly Item[]): readonly string[] | undefined {
  if (before === after) {
    return [];
  }
  if (before.length !== after.length) {
    return undefined;
  }
  const ids: string[] = [];
  for (const [place, item] of after.entries()) {
    const old = before[place];
    if (old !== item) {
      if (old?.id !== item.id || old.kind !== item.kind || item.kind === 'malformed') {
        return undefined;
      }
      ids.push(item.id);
    }
  }
  return ids;
}
