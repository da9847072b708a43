import type { Connections } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { detailsOfIdentity } from '../core/kratos/detailsOfIdentity.ts';
import type { Identity } from '../core/kratos/identity.ts';
import type { Malformed, Session } from '../core/kratos/session.ts';
import { identityFacts } from '../core/origins/identityFacts.ts';
import { originsInSteps } from '../core/origins/origins.ts';
import type { Loaded, Reason } from '../core/origins/reason.ts';
import type { NetworkLookup } from '../core/origins/sessionFacts.ts';
import { eachInSteps, runInTurns, type Steps } from '../core/origins/steps.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { identityNodeId } from './nodes.ts';

interface ReasonsParts {
  readonly connections: Pick<Connections, 'directory'>;
  readonly ipDatabases: () => Promise<Pick<IpDatabases, 'read'>>;
  /** Called with the sessions whose number of reasons changed. */
  readonly onChange: (ref: IdentityRef, sessionIds: readonly string[]) => void;
}

/** One reason or more: those of its origin's place and device, and those of this session's sign-in and of changes after it. */
export interface SessionReasons {
  readonly reasons: readonly Reason[];
  /** Given where the list of sessions is not complete. */
  readonly loaded: Loaded | undefined;
}

type ReasonsById = ReadonlyMap<string, SessionReasons>;

/** The data from which the reasons of an identity are found. Each object is replaced when its content changes. */
interface Input {
  readonly items: readonly (Session | Malformed)[];
  readonly found: readonly Session[];
  readonly loaded: Loaded | undefined;
  readonly identity: Identity | undefined;
  readonly version: string | undefined;
  readonly lookup: NetworkLookup | undefined;
}

interface Search {
  readonly input: Input;
  readonly abort: AbortController;
  readonly done: Promise<void>;
}

const sessionsPerStep = 1000;

/** The reasons of sessions, from their origins, for the identities whose rows show them. Sends no request. */
export class OriginReasons {
  readonly #parts: ReasonsParts;
  readonly #searches = new Map<string, Search>();
  readonly #found = new Map<string, ReasonsById>();

  constructor(parts: ReasonsParts) {
    this.#parts = parts;
  }

  /** Returns what was found last; undefined for a session without reasons. */
  of(ref: SessionRef): SessionReasons | undefined {
    return this.#found.get(identityNodeId(ref))?.get(ref.sessionId);
  }

  /** Finds the reasons again if something changed. Leaves them as they are while the list is being read. */
  async update(ref: IdentityRef): Promise<void> {
    const { lookup } = await (await this.#parts.ipDatabases()).read();
    const input = this.#inputOf(ref, lookup);
    const id = identityNodeId(ref);
    const last = this.#searches.get(id);
    if (last !== undefined && input !== undefined && isSame(last.input, input)) {
      return last.done;
    }
    last?.abort.abort();
    this.#searches.delete(id);
    if (input !== undefined) {
      const abort = new AbortController();
      const done = this.#search(ref, input, abort.signal);
      this.#searches.set(id, { input, abort, done });
      await done;
    }
  }

  /** Stops a search, and forgets what it found. */
  forget(ref: IdentityRef): void {
    const id = identityNodeId(ref);
    this.#searches.get(id)?.abort.abort();
    this.#searches.delete(id);
    this.#found.delete(id);
  }

  dispose(): void {
    for (const { abort } of this.#searches.values()) {
      abort.abort();
    }
  }

  /** Returns undefined while the list is not read, or being read. */
  #inputOf({ connectionId, identityId }: IdentityRef, lookup: NetworkLookup | undefined): Input | undefined {
    const directory = this.#parts.connections.directory(connectionId);
    const state = directory?.sessionsState(identityId);
    if (directory === undefined || state === undefined || !['ready', 'failed'].includes(state.phase.kind)) {
      return undefined;
    }
    const { items, total, end } = state;
    const found = directory.foundSessions(identityId);
    const isUnfiltered = directory.sessionFilter(identityId) === 'all';
    const sessions = items.length + found.length;
    return {
      items,
      found,
      loaded:
        isUnfiltered && end.kind === 'complete' ? undefined : { sessions, total: isUnfiltered ? total : undefined },
      identity: directory.knownIdentity(identityId),
      version: directory.knownServerVersion,
      lookup,
    };
  }

  async #search(ref: IdentityRef, input: Input, signal: AbortSignal): Promise<void> {
    try {
      const id = identityNodeId(ref);
      const before = this.#found.get(id) ?? new Map();
      const { reasons, changed } = await runInTurns(reasonsInSteps(input, before), signal);
      this.#found.set(id, reasons);
      if (changed.length > 0) {
        this.#parts.onChange(ref, changed);
      }
    } catch {
      // Aborted, or a session throws when it is read: its own row says so.
    }
  }
}

/** Yields the reasons by session, and the sessions whose number of reasons differs from `before`. */
function* reasonsInSteps(
  { items, found, loaded, identity, version, lookup }: Input,
  before: ReasonsById,
): Steps<{ readonly reasons: ReasonsById; readonly changed: readonly string[] }> {
  const origins = yield* originsInSteps({
    sessions: [...found, ...items],
    identity: identity && identityFacts(detailsOfIdentity(identity, version)),
    lookup,
  });
  const byId = new Map<string, SessionReasons>();
  const changed: string[] = [];
  for (const origin of origins) {
    const { sessions } = origin;
    const shared = origin.reasons.filter(({ kind }) => kind === 'place' || kind === 'device');
    const own = Map.groupBy(
      origin.reasons.filter((reason) => !shared.includes(reason)),
      ({ session }) => session,
    );
    yield* eachInSteps(sessions, sessionsPerStep, ({ id }) => {
      const reasons = [...shared, ...(own.get(id) ?? [])];
      if (reasons.length > 0) {
        byId.set(id, { reasons, loaded });
      }
      if ((before.get(id)?.reasons.length ?? 0) !== reasons.length) {
        changed.push(id);
      }
    });
  }
  return { reasons: byId, changed };
}

function isSame(one: Input, other: Input): boolean {
  return (
    one.items === other.items &&
    one.identity === other.identity &&
    one.version === other.version &&
    one.lookup === other.lookup &&
    one.loaded?.sessions === other.loaded?.sessions &&
    one.loaded?.total === other.loaded?.total &&
    one.found.length === other.found.length &&
    one.found.every((session, place) => session === other.found[place])
  );
}
