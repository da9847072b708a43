import { afterAll, describe, it } from 'vitest';
import { startDemoServer } from '../../src/demo/demoServer.ts';
import { type ProfileName, profileNames } from '../../src/demo/profile.ts';
import { type Answer, exchange } from './exchange.ts';

/** The data that a fact requires of a server. */
interface Finds {
  /** Identities with no session, one, and three or more. */
  readonly withoutSessions: string;
  readonly oneSession: string;
  readonly severalSessions: string;
  /** A session of the last one. */
  readonly session: string;
  readonly sessionWithoutDevices: string;
  /** An identifier and its identity. */
  readonly identifier: { readonly identityId: string; readonly identifier: string };
  readonly externalId: { readonly identityId: string; readonly externalId: string };
  /** A disabled identity with an active row. */
  readonly disabled: string;
  /** More than 500 identities. */
  readonly manyIdentities: true;
  /** Several courier messages, and the id of one with an attempt to send it. */
  readonly messages: true;
  readonly triedMessage: string;
}

const absent: Readonly<Record<keyof Finds, string>> = {
  withoutSessions: 'no identity without sessions',
  oneSession: 'no identity with one session',
  severalSessions: 'no identity with three sessions or more',
  session: 'no session',
  sessionWithoutDevices: 'no session without devices',
  identifier: 'no identity with credentials',
  externalId: 'no identity with an external id',
  disabled: 'no disabled identity with an active row',
  manyIdentities: 'no more than 500 identities',
  messages: 'not two messages of the courier',
  triedMessage: 'no message that was tried to send',
};

/** A server on which the facts are checked. */
export interface Subject {
  readonly name: string;
  readonly url: string;
  /** The expected version; for another server than the demo, detected from its responses. */
  readonly profile: ProfileName;
  readonly finds: Partial<Finds>;
  get(path: string): Promise<Answer>;
  close(): Promise<void>;
}

/** The server to test instead of the demo. */
export const external = process.env.KRATOS_ADMIN_URL?.replace(/\/+$/, '') || undefined;

/** Whether another server than the demo is tested. Then, tests of the demo's own data are skipped. */
export const elsewhere = external !== undefined;

/** The demo server in each profile, or the server in KRATOS_ADMIN_URL, which is only read. */
const subjects: readonly (() => Promise<Subject>)[] =
  external === undefined
    ? profileNames.map((profile) => () => demoSubject(profile))
    : [() => externalSubject(external)];

/** Declares tests for each server. */
export async function eachServer(what: string, declare: (subject: Subject) => void): Promise<void> {
  for (const start of subjects) {
    const subject = await start();
    describe(`${what}, ${subject.name}`, () => {
      afterAll(() => subject.close());
      declare(subject);
    });
  }
}

/** Declares the test of a fact. It is skipped, with the reason in its title, if the server lacks the data. */
export function fact<Needed extends keyof Finds>(
  subject: Subject,
  name: string,
  needs: readonly Needed[],
  prove: (finds: Pick<Finds, Needed>) => Promise<void>,
): void {
  const lacking = needs.find((need) => subject.finds[need] === undefined);
  if (lacking === undefined) {
    it(name, () => prove(subject.finds as Pick<Finds, Needed>));
  } else {
    it.skip(`${name} (skipped: the server has ${absent[lacking]})`, () => {});
  }
}

export function body<T>({ text }: Answer): T {
  return JSON.parse(text) as T;
}

function subjectAt(url: string, rest: Pick<Subject, 'name' | 'profile' | 'finds' | 'close'>): Subject {
  return {
    url,
    ...rest,
    get: (path) => exchange(url, path),
  };
}

async function demoSubject(profile: ProfileName): Promise<Subject> {
  const demo = await startDemoServer({ profile });
  const { people, data } = demo;
  const sessionsOf = (id: string): readonly string[] => data.sessionsOf(id).map((session) => session.id);
  return subjectAt(demo.url, {
    name: `the demo as ${profile}`,
    profile,
    finds: {
      withoutSessions: people.noSessions,
      oneSession: people.oneSession,
      severalSessions: people.fiftyOneSessions,
      session: sessionsOf(people.threeSessions)[0] ?? '',
      sessionWithoutDevices: data.sessionsOf(people.legacy).find(({ devices }) => devices === null)?.id ?? '',
      identifier: { identityId: people.ada, identifier: 'ada@example.org' },
      externalId: { identityId: people.ada, externalId: 'crm-1815' },
      disabled: people.grace,
      manyIdentities: true,
      messages: true,
      triedMessage: (await data.messages()).find(({ status }) => status === 'abandoned')?.id ?? '',
    },
    close: () => demo.close(),
  });
}

type Item = { readonly id: string; readonly external_id?: string; readonly state: string };
type SessionItem = { readonly id: string; readonly devices: readonly unknown[] | null };

/** The tests read such a list one by one and compare it with one page, which has at most 1,000 items. */
const severalAtMost = 250;

/** Searches the first identities for the data that the facts require. */
const mostLookedAt = 250;

async function externalSubject(url: string): Promise<Subject> {
  const get = async <T>(path: string): Promise<T> => body<T>(await exchange(url, path));
  const listed = await get<readonly Item[]>('/admin/identities?page_size=501');
  const finds: { -readonly [Name in keyof Finds]?: Finds[Name] | undefined } = {};
  for (const { id, external_id: externalId, state } of listed.slice(0, mostLookedAt)) {
    const answer = await exchange(url, `/admin/identities/${id}/sessions?per_page=3`);
    const rows = body<readonly SessionItem[]>(answer);
    const total = Number(answer.headers['x-total-count']);
    if (total === 0) {
      finds.withoutSessions ??= id;
    } else if (total === 1) {
      finds.oneSession ??= id;
    } else if (total >= 3 && total <= severalAtMost) {
      finds.severalSessions ??= id;
    }
    finds.session ??= rows[0]?.id;
    finds.sessionWithoutDevices ??= rows.find(({ devices }) => devices === null)?.id;
    if (externalId !== undefined) {
      finds.externalId ??= { identityId: id, externalId };
    }
    if (
      state === 'inactive' &&
      (await get<readonly unknown[]>(`/admin/identities/${id}/sessions?active=true`)).length > 0
    ) {
      finds.disabled ??= id;
    }
    if (finds.identifier === undefined) {
      const { credentials } = await get<{ credentials?: Record<string, { identifiers?: readonly string[] | null }> }>(
        `/admin/identities/${id}`,
      );
      const identifier = credentials?.password?.identifiers?.[0];
      finds.identifier = identifier === undefined ? undefined : { identityId: id, identifier };
    }
  }
  if (
    listed.length >= 500 &&
    (await get<readonly Item[]>(`/admin/identities?page_size=1&page_token=${listed[499]?.id}`)).length > 0
  ) {
    finds.manyIdentities = true;
  }
  const messages =
    await get<readonly { readonly id: string; readonly send_count: number }[]>('/admin/courier/messages');
  if (messages.length >= 2) {
    finds.messages = true;
  }
  finds.triedMessage = messages.find(({ send_count }) => send_count > 0)?.id;
  const { version } = await get<{ version: string }>('/admin/version');
  const profile = await profileOf(url, finds.session);
  const present = Object.fromEntries(Object.entries(finds).filter(([, found]) => found !== undefined));
  return subjectAt(url, {
    name: `${url} (${version}, taken for ${profile})`,
    profile,
    finds: present,
    close: async () => {},
  });
}

/** Detects the version from responses, as a build from source reports none. */
export async function profileOf(url: string, session: string | undefined): Promise<ProfileName> {
  const byExternalId = await exchange(url, '/admin/identities/by/external/none');
  if (byExternalId.headers['content-type']?.startsWith('text/plain')) {
    return 'v1.3.1';
  }
  const members =
    session === undefined ? [] : Object.keys(body<object>(await exchange(url, `/admin/sessions/${session}`)));
  return members.at(-1) === 'identity' ? 'head' : 'v26.2.0';
}
