import { describe, expect, test } from 'vitest';
import { identityCommands } from '../../../src/contain/identityCommands.ts';
import { completedSteps } from '../../../src/pages/host/identity/completedSteps.ts';
import { type Question, screen, stubScreen } from './screen.ts';
import { identityRow, noSources, sessionRow, type WindowUnderTest, windowUnderTest } from './windowUnderTest.ts';

stubScreen();

const commandsOf = ({ runner }: WindowUnderTest) => identityCommands({ runner, sources: noSources });

/** Presses the button of the plan, which is the second, and picks the row with a label. */
const agrees =
  (picked = '') =>
  ({ kind, choices }: Question) =>
    kind === 'pick'
      ? choices.find((label) => label === picked)
      : kind === 'modal' && choices[0]?.startsWith('Review')
        ? choices[1]
        : undefined;

describe('disabling and enabling', () => {
  test('change the state once each, with plan, evidence, audit, result and a step that is done', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const commands = commandsOf(window);
    screen.answer = agrees();
    await commands['kratosExplorer.disableIdentity'](identityRow(drew));

    expect(screen.questions[0]).toMatchObject({
      text: 'Disable drew@example.org on prod-eu?',
      choices: ['Review Plan', 'Disable Identity'],
    });
    expect(screen.questions[0]?.detail).toContain('Its sessions come back when it is enabled again');
    expect(window.plan()).toContain('State: active, then inactive');
    expect(window.server.data.identity(drew)?.state).toBe('inactive');
    expect(window.writes()).toEqual([['PATCH', `/admin/identities/${drew}`]]);
    expect(screen.texts('message')).toEqual(['Disabling drew@example.org: disabled and verified.']);
    expect(window.result()).toContain('| Disable the identity | disabled and verified |');
    expect(await window.evidence()).toContainEqual(expect.stringMatching(/identity\.json$/));
    const lines = await window.auditLines();
    expect(lines.map(({ kind, action }) => [kind, action])).toEqual([
      ['intent', { kind: 'setState', state: 'inactive' }],
      ['outcome', { kind: 'setState', state: 'inactive' }],
    ]);
    const directory = window.connections.directory('prod-eu');
    expect(directory?.knownIdentity(drew)?.state).toBe('inactive');

    await commands['kratosExplorer.enableIdentity'](identityRow(drew));
    expect(window.server.data.identity(drew)?.state).toBe('active');
    expect([...completedSteps(directory, drew).keys()]).toEqual(['disable', 'enable']);
  });

  test('read the sessions of the lists again, which come back with the identity', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const directory = window.connections.directory('prod-eu');
    await directory?.sessionsOf(drew).open();
    const active = () => directory?.sessionsState(drew)?.items.map((row) => row.kind === 'session' && row.active);
    const commands = commandsOf(window);
    screen.answer = agrees();
    await commands['kratosExplorer.disableIdentity'](identityRow(drew));
    expect(active()).toEqual([false, false, false]);
    await commands['kratosExplorer.enableIdentity'](identityRow(drew));
    expect(active()).toEqual([true, true, true]);
  });

  test('send no change for an identity that is already disabled, and report that', async () => {
    const window = await windowUnderTest();
    screen.answer = agrees();
    await commandsOf(window)['kratosExplorer.disableIdentity'](identityRow(window.server.people.grace));
    expect(window.writes()).toEqual([]);
    expect(screen.texts('message')).toEqual(['Disabling grace@example.org: already done.']);
  });

  test('send nothing and mark no step when the plan is declined', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    await commandsOf(window)['kratosExplorer.disableIdentity'](identityRow(drew));
    expect([window.writes(), await window.evidence(), await window.auditLines()]).toEqual([[], [], []]);
    expect(completedSteps(window.connections.directory('prod-eu'), drew).size).toBe(0);
  });

  test('on production, need the name of the connection', async () => {
    const window = await windowUnderTest({ entry: { production: true } });
    const { threeSessions: drew } = window.server.people;
    screen.answer = (question) => (question.kind === 'input' ? 'prod-us' : agrees()(question));
    await commandsOf(window)['kratosExplorer.disableIdentity'](identityRow(drew));
    expect(screen.texts('input')).toEqual(['Disable drew@example.org on prod-eu?']);
    expect(window.writes()).toEqual([]);
  });

  test('send no request while the connection stays locked', async () => {
    const window = await windowUnderTest();
    screen.unlock = () => undefined;
    await commandsOf(window)['kratosExplorer.disableIdentity'](identityRow(window.server.people.ada));
    expect([window.server.requests, screen.questions]).toEqual([[], []]);
  });
});

describe('removing a credential', () => {
  test('offers those that a server may remove, second factors first, and names the others', async () => {
    const window = await windowUnderTest();
    screen.answer = () => undefined;
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(window.server.people.everyMethod));
    expect(screen.questions.map(({ text, choices }) => [text, choices])).toEqual([
      ['Remove a Credential of farid@example.org', ['totp', 'webauthn', 'lookup_secret', 'password']],
    ]);
    expect(window.writes()).toEqual([]);
  });

  test.each(['totp', 'lookup_secret', 'webauthn'])('removes %s and reads that it is gone', async (type) => {
    const window = await windowUnderTest();
    const { everyMethod: farid } = window.server.people;
    screen.answer = agrees(type);
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(farid));
    expect(window.writes()).toEqual([['DELETE', `/admin/identities/${farid}/credentials/${type}`]]);
    expect(screen.texts('message')).toEqual(['Removing a credential of farid@example.org: removed and verified.']);
    expect(window.plan()).toContain(`− ${type}`);
    expect(window.plan()).toContain('= passkey');
  });

  test('reports that a key without a password stays, although the server responds 204', async () => {
    const window = await windowUnderTest();
    const { everyMethod: farid } = window.server.people;
    const key = window.server.data.identity(farid)?.credentials.find(({ type }) => type === 'webauthn');
    Object.assign(key ?? {}, { config: { credentials: [{ is_passwordless: true }] } });
    screen.answer = agrees('webauthn');
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(farid));
    expect(screen.texts('message')).toEqual([
      'Removing a credential of farid@example.org: accepted, but still there: keys that sign in without a password stay.',
    ]);
    expect(completedSteps(window.connections.directory('prod-eu'), farid).size).toBe(0);
  });

  test('removes one sign-in with another provider, whose identifier the audit log leaves out', async () => {
    const window = await windowUnderTest();
    const { ada } = window.server.people;
    const google = 'google:110169484474386276334';
    screen.answer = agrees('oidc');
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(ada));
    expect(screen.texts('modal')).toEqual([`Remove the credential oidc (${google}) of ada@example.org on prod-eu?`]);
    expect(window.writes()).toEqual([
      ['DELETE', `/admin/identities/${ada}/credentials/oidc?identifier=${encodeURIComponent(google)}`],
    ]);
    expect(screen.texts('message')).toEqual(['Removing a credential of ada@example.org: removed and verified.']);
    expect(JSON.stringify(await window.auditLines())).not.toContain('google');
  });

  test('says in the server’s words that the last first factor stays', async () => {
    const window = await windowUnderTest();
    screen.answer = agrees('password');
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(window.server.people.threeSessions));
    expect(screen.texts('message')).toEqual([
      'Removing a credential of drew@example.org: failed: The server refused: “You cannot remove the last first factor credential”.',
    ]);
  });

  test('says which credentials there are when none can be removed', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    for (const credential of window.server.data.identity(drew)?.credentials ?? []) {
      Object.assign(credential, { type: 'passkey' });
    }
    await commandsOf(window)['kratosExplorer.removeCredential'](identityRow(drew));
    expect(screen.texts('message')).toEqual([
      'The server can remove no credential of drew@example.org, which has only: passkey.',
    ]);
  });
});

describe('creating a recovery', () => {
  const code = /Code: (\d{6})\n/;
  const link = /Link: (http\S+)/;

  test('shows the code once, copies it only on request, and keeps it nowhere', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const copied: string[] = [];
    const buttons = ['Copy Code', 'Copy Link', 'Close'];
    screen.answer = (question) => {
      if (question.kind !== 'modal' || !question.text.startsWith('Recovery code for')) {
        return agrees('Recovery Code')(question);
      }
      copied.push(screen.copied);
      return buttons[copied.length - 1];
    };
    await commandsOf(window)['kratosExplorer.createRecovery'](identityRow(drew));

    const modals = screen.questions.filter(({ kind }) => kind === 'modal').slice(1);
    expect(modals.map(({ choices }) => choices)).toEqual([buttons, buttons, buttons]);
    const [, secret = ''] = code.exec(modals[0]?.detail ?? '') ?? [];
    const [, address = ''] = link.exec(modals[0]?.detail ?? '') ?? [];
    expect(copied).toEqual(['', secret, address]);
    expect(modals.at(-1)?.detail).toContain('The link is in the clipboard.');
    const kept = [...window.documents(), ...(await window.files()), ...screen.texts('message'), ...screen.progress];
    expect(kept.filter((text) => text.includes(secret) || text.includes(address))).toEqual([]);
    expect(screen.texts('message')).toEqual(['Creating a recovery code for drew@example.org: created.']);
    expect((await window.auditLines())[0]).toMatchObject({ action: { kind: 'createRecovery', by: 'code' } });
  });

  test('marks no step of a server to which the connection leads since', async () => {
    const window = await windowUnderTest();
    const other = await windowUnderTest();
    screen.unlock = window.unlock;
    const { threeSessions: drew } = window.server.people;
    const { url } = other.server;
    screen.answer = (question) =>
      question.text.startsWith('Recovery code for')
        ? window.connections.replace('prod-eu', { name: 'prod-eu', url, writable: true })
        : agrees('Recovery Code')(question);
    await commandsOf(window)['kratosExplorer.createRecovery'](identityRow(drew));
    expect(window.writes()).toHaveLength(1);
    expect(other.server.requests).toEqual([]);
    expect(completedSteps(window.connections.directory('prod-eu'), drew).size).toBe(0);
  });

  test('shows a link without a code, also while the identity is disabled', async () => {
    const window = await windowUnderTest();
    screen.answer = agrees('Recovery Link');
    await commandsOf(window)['kratosExplorer.createRecovery'](identityRow(window.server.people.grace));
    const [plan, recovery] = screen.questions.filter(({ kind }) => kind === 'modal');
    expect(plan?.detail).toContain('The identity is disabled. Enable it before the owner tries');
    expect(recovery).toMatchObject({ text: 'Recovery link for grace@example.org', choices: ['Copy Link', 'Close'] });
    expect(recovery?.detail).toMatch(link);
    expect(recovery?.detail).not.toContain('Code:');
    expect(screen.copied).toBe('');
  });

  test.each([
    ['Recovery Code', 'Recovery by code is turned off on this server. Try a link, or ask who runs the server.'],
    ['Recovery Link', 'Recovery by link is turned off on this server. Try a code, or ask who runs the server.'],
  ])('by %s says where the server has turned it off', async (picked, sentence) => {
    const window = await windowUnderTest({ quirks: { recoveryMethods: [] } });
    screen.answer = agrees(picked);
    await commandsOf(window)['kratosExplorer.createRecovery'](identityRow(window.server.people.threeSessions));
    expect(screen.texts('message')).toEqual([expect.stringContaining(`failed: ${sentence}`)]);
    expect(screen.texts('modal')).toHaveLength(1);
  });
});

describe('extending a session', () => {
  const near = () => (Date.now() + 10 * 60_000) * 1000;

  test('says that it ends later when the server moved its end', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const [first] = window.server.data.sessionsOf(drew);
    const id = first?.id ?? '';
    window.server.data.setExpiry(id, near());
    screen.answer = agrees();
    await commandsOf(window)['kratosExplorer.extendSession'](sessionRow(drew, id));
    expect(window.writes()).toEqual([['PATCH', `/admin/sessions/${id}/extend`]]);
    expect(window.plan()).toContain('Extended (1)\n+ ');
    expect(screen.texts('message')).toEqual(['Extending a session of drew@example.org: extended and verified.']);
  });

  test('says that nothing moved when the server accepts it and changes nothing', async () => {
    const window = await windowUnderTest();
    const { oneSession: otto } = window.server.people;
    const id = window.server.data.sessionsOf(otto)[0]?.id ?? '';
    window.server.data.setExpiry(id, (Date.now() + 20 * 3_600_000) * 1000);
    screen.answer = agrees();
    await commandsOf(window)['kratosExplorer.extendSession'](sessionRow(otto, id));
    expect(screen.texts('message')).toEqual([
      'Extending a session of otto@example.org: accepted, but nothing moved: the session ends no later than before.',
    ]);
  });

  test('extends no session that began since the plan, and does not ask about it', async () => {
    const window = await windowUnderTest();
    const { threeSessions: drew } = window.server.people;
    const id = window.server.data.sessionsOf(drew)[0]?.id ?? '';
    window.server.data.setExpiry(id, near());
    screen.answer = (question) => {
      window.server.data.addSession(drew);
      return agrees()(question);
    };
    await commandsOf(window)['kratosExplorer.extendSession'](sessionRow(drew, id));
    expect(screen.texts('modal')).toHaveLength(1);
    expect(window.writes()).toHaveLength(1);
  });
});
