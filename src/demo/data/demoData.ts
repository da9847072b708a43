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
  /** How many people; never fewer than the well-known ones, but for 0: then there is nobody. */
  readonly identities: number;
  /** What all times are told from. */
  readonly now: Micros;
  /** The time now, whenever it is asked. */
  readonly clock: () => Micros;
}

/**
 * The people and their sessions, made when somebody first asks for them. Tests change it while the server runs.
 * Everything follows from the seed: neither the order of asking nor the number of people changes anybody.
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

  /** Counts the changes; what was computed from the data is stale when it moved. */
  get generation(): number {
    return this.#generation;
  }

  /** Every identity's id, ascending: the order of GET /admin/identities. */
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

  /** One identity's sessions, in no order; empty for an identity that does not exist. */
  sessionsOf(identityId: string): readonly DemoSession[] {
    return this.#rowsOf(identityId);
  }

  /** The session, if it or its identity's other sessions were asked for before; see `makeEverything`. */
  session(id: string): DemoSession | undefined {
    return this.#sessions.get(id);
  }

  /** Every session there is, in no order; whole after `makeEverything`. */
  sessions(): IterableIterator<DemoSession> {
    return this.#sessions.values();
  }

  /** Makes everybody who was not asked for yet, in slices; enough to search them. */
  makeIdentities(): Promise<void> {
    return inSlices(this.ids, (id) => {
      this.identity(id);
    });
  }

  /** Makes all that was not asked for yet, sessions too, in slices. */
  async makeEverything(): Promise<void> {
    await inSlices(this.ids, (id) => {
      this.identity(id);
      this.#rowsOf(id);
    });
  }

  /** Resolves with all messages of the courier, in no order. */
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

  /** Adds a message, now unless the draft says otherwise. */
  addMessage(recipient: string, draft: Pick<MessageDraft, 'template'> & Partial<MessageDraft>): DemoMessage {
    const message = messageFrom({ ago: 0, ...draft }, recipient, this.#options.clock(), this.draw('message'));
    this.#messages.push(message);
    return message;
  }

  /** Returns a generator for something that the running server makes: repeatable, and another one at each call. */
  draw(what: string): Random {
    return random(this.#options.seed, `${what} added ${++this.#added}`);
  }

  /** Adds a person with `sessions` sessions, the newest an hour old, each a minute older than the one before. */
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
      throw new Error('The person just added is not there.');
    }
    return identity;
  }

  /** A log-in: a new session, now unless the draft says otherwise. */
  addSession(identityId: string, draft: Partial<SessionDraft> = {}): DemoSession {
    if (!this.#persons.has(identityId)) {
      throw new Error(`There is no identity ${identityId} to sign in.`);
    }
    const session = sessionFrom({ ...plainSession, ...draft }, identityId, this.#options.clock(), this.draw('session'));
    this.#rowsOf(identityId).push(session);
    this.#sessions.set(session.id, session);
    this.#changed();
    return session;
  }

  /** Revokes (Kratos: disables) a session; false when there is none. */
  revokeSession(id: string): boolean {
    const session = this.#sessions.get(id);
    if (session === undefined) {
      return false;
    }
    session.active = false;
    this.#changed();
    return true;
  }

  /** Moves a session's expiry; false when there is no such session. */
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

  /** How many there were. */
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
  /** What all chance about them starts from. */
  readonly name: string;
  readonly draft: () => PersonDraft;
}

const plainSession: SessionDraft = {
  ago: 0,
  methods: [method.password],
  devices: [{ userAgent: 'curl/8.5.0', ipAddress: '203.0.113.1', location: '' }],
};

/** The well-known people have the smallest ids, so that whoever tries the demo meets them on its first page. */
function firstIds(id: string, place: number): string {
  return `${place.toString(16).padStart(3, '0')}${id.slice(3)}`;
}
