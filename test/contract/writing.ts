import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startDemoServer } from '../../src/demo/demoServer.ts';
import { type ProfileName, profileNames } from '../../src/demo/profile.ts';
import { type Answer, exchange } from './exchange.ts';
import { body, external, profileOf } from './subject.ts';

/** A server on which tests write, to identities of their own alone. */
export interface WritingSubject {
  readonly name: string;
  readonly url: string;
  readonly profile: ProfileName;
  /** Why no session can be made; undefined if one can. */
  readonly noSessions: string | undefined;
  send(method: string, path: string, sent?: unknown): Promise<Answer>;
  /** Creates an identity with a password and these OpenID Connect providers. It is deleted when the test ends. */
  makeIdentity(...providers: readonly OidcProvider[]): Promise<MadeIdentity>;
  close(): Promise<void>;
}

interface OidcProvider {
  readonly provider: string;
  readonly subject: string;
}

export interface MadeIdentity {
  readonly id: string;
  /** "/admin/identities/…". */
  readonly path: string;
  /** Signs in and resolves to the id of the new session. */
  signIn(): Promise<string>;
}

const publicUrl = process.env.KRATOS_PUBLIC_URL?.replace(/\/+$/, '');

const subjects: readonly (() => Promise<WritingSubject>)[] =
  external === undefined
    ? profileNames.map((profile) => () => demoSubject(profile))
    : [() => externalSubject(external ?? '', publicUrl)];

/**
 * Declares tests that write, for each server. Another server than the demo has to be allowed by KRATOS_ALLOW_WRITES.
 */
export async function eachWritableServer(what: string, declare: (subject: WritingSubject) => void): Promise<void> {
  if (external !== undefined && process.env.KRATOS_ALLOW_WRITES !== '1') {
    it.skip(`${what} (skipped: nothing is written to ${external} unless KRATOS_ALLOW_WRITES is 1)`, () => {});
    return;
  }
  for (const start of subjects) {
    const subject = await start();
    describe(`${what}, ${subject.name}`, () => {
      afterAll(() => subject.close());
      declare(subject);
    });
  }
}

/** A user of a provider who exists once: a server links each to one identity. */
export function provider(name: string): OidcProvider {
  return { provider: name, subject: randomUUID() };
}

/** Declares a test that needs sessions. It is skipped, with the reason in its title, if none can be made. */
export function withSessions({ noSessions }: WritingSubject, name: string, prove: () => Promise<void>): void {
  if (noSessions === undefined) {
    it(name, prove);
  } else {
    it.skip(`${name} (skipped: ${noSessions})`, () => {});
  }
}

async function demoSubject(profile: ProfileName): Promise<WritingSubject> {
  const demo = await startDemoServer({ profile, identities: 20 });
  return {
    name: `the demo as ${profile}`,
    url: demo.url,
    profile,
    noSessions: undefined,
    send: (method, path, sent) => exchange(demo.url, path, method, sent),
    makeIdentity: async (...providers) => {
      const oidc = providers.map(({ provider, subject }) => `${provider}:${subject}`);
      const { id } = demo.data.addIdentity(oidc.length === 0 ? {} : { credentials: { oidc } });
      return {
        id,
        path: `/admin/identities/${id}`,
        signIn: async () => demo.data.addSession(id).id,
      };
    },
    close: () => demo.close(),
  };
}

async function externalSubject(url: string, signInUrl: string | undefined): Promise<WritingSubject> {
  const send: WritingSubject['send'] = (method, path, sent) => exchange(url, path, method, sent);
  // Without an action, the newest servers refuse this and older ones have no such route.
  const bulk = await send('POST', '/admin/sessions', {});
  const profile = bulk.status === 405 ? await profileOf(url, undefined) : 'head';
  return {
    name: `${url} (taken for ${profile})`,
    url,
    profile,
    noSessions:
      signInUrl === undefined || signInUrl === ''
        ? 'sessions begin at the public API only, and KRATOS_PUBLIC_URL is not set'
        : undefined,
    send,
    makeIdentity: async (...providers) => {
      const email = `kratos-explorer-${randomUUID()}@example.org`;
      const password = randomUUID();
      const pathOf = (id: string): string => `/admin/identities/${id}`;
      let known: string | undefined;
      onTestFinished(async () => {
        // The response that names the id may be lost.
        const list = await send('GET', `/admin/identities?credentials_identifier=${encodeURIComponent(email)}`);
        const id = known ?? body<readonly { readonly id: string }[]>(list)[0]?.id;
        if (id !== undefined) {
          await send('DELETE', pathOf(id));
          expect((await send('GET', pathOf(id))).status, `${email} is still on the server`).toBe(404);
        }
      });
      const made = await send('POST', '/admin/identities', {
        traits: { email },
        credentials: {
          password: { config: { password } },
          ...(providers.length === 0 ? {} : { oidc: { config: { providers } } }),
        },
      });
      expect(made.status, made.text).toBe(201);
      const { id } = body<{ readonly id: string }>(made);
      known = id;
      return { id, path: pathOf(id), signIn: () => signInWithPassword(signInUrl ?? '', email, password) };
    },
    close: async () => {},
  };
}

/** Signs in as an app does, and returns the id of the session. */
async function signInWithPassword(url: string, identifier: string, password: string): Promise<string> {
  const flow = body<{ readonly id: string }>(await exchange(url, '/self-service/login/api'));
  const sent = { method: 'password', identifier, password };
  const answer = await exchange(url, `/self-service/login?flow=${flow.id}`, 'POST', sent);
  expect(answer.status, answer.text).toBe(200);
  return body<{ readonly session: { readonly id: string } }>(answer).session.id;
}
