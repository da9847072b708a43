import { afterAll, describe, expect, it } from 'vitest';
import { method } from '../../src/demo/data/draft.ts';
import { browser, script } from '../../src/demo/data/userAgents.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import type { DemoIdentity } from '../../src/demo/model.ts';
import { profileNames } from '../../src/demo/profile.ts';
import { day, minute } from '../../src/demo/time.ts';
import { exchange } from './exchange.ts';
import { type Exchange, recorded } from './recordings.ts';
import { Runs } from './shape.ts';
import { elsewhere } from './subject.ts';

/** The public API checks a session's token; the demo has no public API, and its sessions have no tokens. */
const notReplayed = [
  'whoami with a live token (public)',
  'whoami with the revoked token (public)',
  'whoami while disabled (public)',
];

const keptHeaders = ['content-type', 'link', 'location', 'allow', 'x-total-count'];

describe.each(profileNames)('the recording of an investigation on %s', (profile) => {
  it('is repeated except for requests to the public API', () => {
    const exchanges = recorded(profile, 'contain');
    expect(exchanges).toHaveLength(68);
    expect(exchanges.flatMap(({ note, request }) => (request.api === 'public' ? [note] : []))).toEqual(notReplayed);
  });
});

describe.skipIf(elsewhere).each(profileNames)('an investigation as recorded, on the demo as %s', async (profile) => {
  const demo = await startDemoServer({ profile, identities: 0, quirks: { earliestPossibleExtend: day } });
  afterAll(() => demo.close());
  const exchanges = recorded(profile, 'contain').filter(({ note }) => !notReplayed.includes(note));
  const [ada, ben, zoe] = [signUp(demo, 'ada'), signUp(demo, 'ben'), signUp(demo, 'zoe')];
  const before = unrecorded(demo, ada, ben);

  const runs = new Runs();
  const identityIn = (note: string): string =>
    exchanges.find((one) => one.note === note)?.request.path.split('/')[3] ?? expect.fail(`no exchange "${note}"`);
  runs.differences(
    [
      identityIn('sessions of an identity after two real log-ins'),
      identityIn('disable an identity'),
      identityIn('delete all sessions of an identity without any'),
    ],
    [ada.id, ben.id, zoe.id],
  );

  it('has an action for each step that was not recorded', () => {
    expect(exchanges.map(({ note }) => note)).toEqual(expect.arrayContaining(Object.keys(before)));
  });

  it.each(exchanges.map((one) => [one.note, one] as const))('%s', async (note, { request, response }) => {
    before[note]?.();
    const answer = await exchange(
      demo.url,
      runs.translate(request.path),
      request.method,
      request.body === undefined ? undefined : JSON.parse(runs.translate(JSON.stringify(request.body))),
    );

    const { status, headers } = answer;
    const body: unknown = typeof response.body === 'string' ? answer.text : JSON.parse(answer.text);
    expect(
      runs.differences(
        { status: response.status, headers: kept(response.headers), body: response.body },
        { status, headers: kept(headers), body },
      ),
    ).toEqual([]);
  });
});

function signUp({ data }: DemoServer, name: string): DemoIdentity {
  const email = `${name}@example.org`;
  const first = name === 'zoe' ? 'Zoe' : 'Ada';
  const traits = { email, name: { first, last: 'Berg' } };
  return data.addIdentity({ email, traits, schemaId: 'default', verified: false, memberFor: 0 });
}

/** Actions of the public API, the courier or the database before an exchange, by its note. */
function unrecorded({ data }: DemoServer, ada: DemoIdentity, ben: DemoIdentity): Readonly<Record<string, () => void>> {
  const device = (userAgent: string, ipAddress: string) => ({ devices: [{ userAgent, ipAddress, location: '' }] });
  return {
    'sessions of an identity after two real log-ins': () => {
      data.addSession(ada.id, { ago: 3 * minute, ...device(browser.chromeWindows, '203.0.113.7') });
      data.addSession(ada.id, { ago: 2 * minute, ...device(script.python, '198.51.100.23') });
      data.addSession(ben.id, { ago: minute, ...device(script.curl, '2001:db8::17') });
    },
    'courier, after a recovery request': () => {
      data.addMessage('ada@example.org', { template: 'recovery_code_valid', status: 'queued' });
    },
    'sessions after a log-in by recovery code': () => {
      data.addSession(ada.id, { methods: [method.codeRecovery], ...device(browser.firefoxLinux, '198.51.100.77') });
    },
    'identity with totp and backup codes': () => {
      const createdAt = ada.createdAt + minute;
      const added = { identifiers: [], config: {}, createdAt, updatedAt: createdAt };
      ada.credentials = [...ada.credentials, { type: 'totp', ...added }, { type: 'lookup_secret', ...added }];
    },
  };
}

/** Returns the recorded headers, with the kind of page tokens in their place: encrypted ones always differ. */
function kept(headers: Exchange['response']['headers'] | { readonly [name: string]: string | undefined }): object {
  return Object.fromEntries(
    keptHeaders.map((name) => [
      name,
      headers[name]?.replace(/page_token=([^&>]{40,})/g, (_, token: string) => `page_token=<${kindOfToken(token)}>`),
    ]),
  );
}

function kindOfToken(token: string): string {
  const text = Buffer.from(token, 'base64').toString('latin1');
  return /^[ -~]+$/.test(text) ? text.split('/').sort().join('/') : 'sealed';
}
