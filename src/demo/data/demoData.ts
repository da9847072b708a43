import type { DemoIdentity, DemoMessage, DemoSession } from '../model.ts';
import { type Random, random } from '../random.ts';
import { inSlices } from '../slices.ts';
import { day, type Micros } from '../time.ts';
import { ordinaryPerson } from './crowd.ts';
import { type MessageDraft, messageFrom, method, type SessionDraft, sessionFrom } from './draft.ts';
import { type PersonName, people } from './people.ts';
import { identityFrom, type PersonDraft } from './person.ts';

export interface DemoDataOptions {
  readonly seed: number;
  /** The number of identities. Includes the well-known ones unless it is 0. */
  readonly identities: number;
  /** The present, to which all drafts are relative. */
  readonly now: Micros;
  /** Returns the current time. */
  readonly clock: () => Micros;
}

/**
 * The identities and their sessions, created at their first use. Depends only on the seed: neither the order of use nor
 * the number of identities changes one of them.
 */
export class DemoData {
  readonly #options: DemoDataOptions;
  readonly #persons = new Map<string, Person>();
  readonly #identities = new Map<string, DemoIdentity>();
  readonly #sessionsOf = new Map<string, DemoSession[]>();
  readonly #sessions = new Map<string, DemoSession>();
  readonly #messages: DemoMessage[] = [];
  #messagesMade: Promise<void> | undefined;
  #sortedIds: readonly string[] | undefined;
  #added = 0;
  #generation = 0;

  /** The ids of the well-known people. */
  readonly people: Readonly<Record<PersonName, string>>;

  constructor(options: DemoDataOptions) {
    this.#options = options;
    const known = Object.entries<PersonDraft>(people).map(([name, draft], place) => {
      const id = firstIds(random(options.seed, `person ${name}`).uuid(), place);
      if (options.identities > 0) {
        this.#persons.set(id, { name, draft: () => draft });
      }
      return [name, id];
    });
    this.people = Object.fromEntries(known);
    for (let number = known.length; number < options.identities; number++) {
      const name = `number ${number}`;
      this.#persons.set(random(options.seed, name).uuid(), {
        name,
        draft: () => ordinaryPerson(number, random(options.seed, `traits of ${name}`)),
      });
    }
  }

  /** Increases with each change, for caches. */
  get generation(): number {
    return this.#generation;
  }

  /** All identity ids in ascending order, as in GET /admin/identities. */
  get ids(): readonly string[] {
    this.#sortedIds ??= [...this.#persons.keys()].sort();
    return this.#sortedIds;
  }

  identity(id: string): DemoIdentity | undefined {
    const made = this.#identities.get(id);
    const person = this.#persons.get(id);
    if (made !== undefined || person === undefined) {
      return made;
    }
    const { seed, now } = this.#options;
    const identity = identityFrom(person.draft(), id, now, random(seed, `identity of ${person.name}`));
    this.#identities.set(id, identity);
    return identity;
  }

  /** Returns an identity's sessions in any order; none for an unknown identity. */
  sessionsOf(identityId: string): readonly DemoSession[] {
    return this.#rowsOf(identityId);
  }

  /** Returns the session if its identity's sessions are already created; see `makeEverything`. */
  session(id: string): DemoSession | undefined {
    return this.#sessions.get(id);
  }

  /** Returns the created sessions in any order; all after `makeEverything`. */
  sessions(): IterableIterator<DemoSession> {
    return this.#sessions.values();
  }

  /** Creates all identities, in slices. */
  makeIdentities(): Promise<void> {
    return inSlices(this.ids, (id) => {
      this.identity(id);
    });
  }

  /** Creates all identities and sessions, in slices. */
  async makeEverything(): Promise<void> {
    await inSlices(this.ids, (id) => {
      this.identity(id);
      this.#rowsOf(id);
    });
  }

  /** Resolves to all courier messages in any order. */
  async messages(): Promise<readonly DemoMessage[]> {
    const { seed, now } = this.#options;
    this.#messagesMade ??= inSlices([...this.#persons.values()], ({ name, draft }) => {
      const { messages = [], email, phone } = draft();
      const own = random(seed, `messages of ${name}`);
      this.#messages.push(...messages.map((one) => messageFrom(one, email ?? phone ?? '', now, own)));
    });
    await this.#messagesMade;
    return this.#messages;
  }

  /** Adds a message, sent now by default. */
  addMessage(recipient: string, draft: Pick<MessageDraft, 'template'> & Partial<MessageDraft>): DemoMessage {
    const message = messageFrom({ ago: 0, ...draft }, recipient, this.#options.clock(), this.draw('message'));
    this.#messages.push(message);
    return message;
  }

  /** Returns a repeatable generator, a different one at each call. */
  draw(what: string): Random {
    return random(this.#options.seed, `${what} added ${++this.#added}`);
  }

  /** Adds an identity with `count` sessions: the newest is an hour old, each other one a minute older. */
  addIdentity(draft: Partial<PersonDraft> & { readonly count?: number } = {}): DemoIdentity {
    const name = `added ${++this.#added}`;
    const { count = 0, ...person } = draft;
    const email = person.email ?? `added.${this.#added}@example.org`;
    const id = random(this.#options.seed, name).uuid();
    const made: PersonDraft = {
      traits: { email },
      email,
      sessions: () =>
        Array.from({ length: count }, (_, index) => ({
          ...plainSession,
          ago: (60 + index) * 60_000_000,
          lasts: 400 * day,
        })),
      ...person,
    };
    this.#persons.set(id, { name, draft: () => made });
    this.#changed();
    this.#sortedIds = undefined;
    const identity = this.identity(id);
    if (identity === undefined) {
      throw new Error('The added identity is missing.');
    }
    return identity;
  }

  /** Adds a session, created now by default. */
  addSession(identityId: string, draft: Partial<SessionDraft> = {}): DemoSession {
    if (!this.#persons.has(identityId)) {
      throw new Error(`There is no identity ${identityId}.`);
    }
    const session = sessionFrom({ ...plainSession, ...draft }, identityId, this.#options.clock(), this.draw('session'));
    this.#rowsOf(identityId).push(session);
    this.#sessions.set(session.id, session);
    this.#changed();
    return session;
  }

  /** Revokes a session; returns false if there is none. */
  revokeSession(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      return false;
    }
    session.active = false;
    this.#changed();
    return true;
  }

  /** Changes a session's expiry; returns false if there is none. */
  setExpiry(id: string, expiresAt: Micros): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      return false;
    }
    session.expiresAt = expiresAt;
    this.#changed();
    return true;
  }

  deleteSession(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      return false;
    }
    const rows = this.#rowsOf(session.identityId);
    rows.splice(rows.indexOf(session), 1);
    this.#sessions.delete(id);
    this.#changed();
    return true;
  }

  /** Returns the number of deleted sessions. */
  deleteSessionsOf(identityId: string): number {
    const rows = this.#rowsOf(identityId).splice(0);
    for (const { id } of rows) {
      this.#sessions.delete(id);
    }
    this.#changed();
    return rows.length;
  }

  deleteIdentity(id: string): boolean {
    if (!this.#persons.has(id)) {
      return false;
    }
    this.deleteSessionsOf(id);
    this.#persons.delete(id);
    this.#identities.delete(id);
    this.#sortedIds = undefined;
    this.#changed();
    return true;
  }

  setState(id: string, state: DemoIdentity['state']): boolean {
    const identity = this.identity(id);
    if (identity === undefined) {
      return false;
    }
    if (identity.state !== state) {
      identity.state = state;
      identity.stateChangedAt = this.#options.clock();
      this.#changed();
    }
    return true;
  }

  #rowsOf(identityId: string): DemoSession[] {
    const made = this.#sessionsOf.get(identityId);
    const person = this.#persons.get(identityId);
    if (made !== undefined || person === undefined) {
      return made ?? [];
    }
    const own = random(this.#options.seed, `sessions of ${person.name}`);
    const rows = (person.draft().sessions?.(own) ?? []).map((one) =>
      sessionFrom(one, identityId, this.#options.now, own),
    );
    this.#sessionsOf.set(identityId, rows);
    for (const row of rows) {
      this.#sessions.set(row.id, row);
    }
    return rows;
  }

  #changed(): void {
    this.#generation++;
  }
}

interface Person {
  /** The name of the random generators for this person. */
  readonly name: string;
  readonly draft: () => PersonDraft;
}

const plainSession: SessionDraft = {
  ago: 0,
  methods: [method.password],
  devices: [{ userAgent: 'curl/8.5.0', ipAddress: '203.0.113.1', location: '' }],
};

/** The well-known people have the smallest ids, so that the demo's first page lists them. */
function firstIds(id: string, place: number): string {
  return `${place.toString(16).padStart(3, '0')}${id.slice(3)}`;
}
