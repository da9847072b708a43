import { describe, expect, test } from 'vitest';
import { commands } from 'vscode';
import { commandIds } from '../../../src/commands/ids.ts';
import { identityUri, sessionUri } from '../../../src/files/uris.ts';
import { pressRowButton } from '../../../src/find/lookupPick.ts';
import { lookupRows, type RowSurroundings } from '../../../src/find/rows.ts';
import type { LookupFinding } from '../../../src/find/searchConnections.ts';
import { anIdentity, adaId as identityId } from '../builders/identityBuilder.ts';
import { aSession, uuid } from '../builders/sessionBuilder.ts';
import { FakeConnections } from '../fakes/fakeConnections.ts';
import { FakeKratos, refused } from '../fakes/fakeKratos.ts';
import { FakeWaits } from '../fakes/fakeWaits.ts';
import { stub } from '../stubVscode.ts';

const ran: string[] = [];

stub(commands, { executeCommand: async (...args: unknown[]) => ran.push(args.map(String).join(' ')) });

const one = new FakeConnections({ acme: new FakeKratos().open() });
const two = new FakeConnections({ acme: new FakeKratos().open(), staging: new FakeKratos().open() });
const curl = { ip_address: '203.0.113.7:51432', user_agent: 'curl/8.5.0', location: '' };
const sessionId = uuid(1);
const session: LookupFinding = {
  kind: 'session',
  connectionId: 'acme',
  session: aSession({ devices: [curl] }),
  identityId,
  identity: anIdentity(),
};
const identity: LookupFinding = { kind: 'identity', connectionId: 'acme', identity: anIdentity({ state: 'inactive' }) };
const failure: LookupFinding = { kind: 'failure', connectionId: 'acme', failure: refused };

function rows(
  findings: readonly LookupFinding[],
  options: Partial<RowSurroundings> & { busy?: boolean; text?: string } = {},
) {
  const { busy = false, text = sessionId, ...others } = options;
  return lookupRows({ text, findings, busy, isStale: false }, (typed) => typed.length > 1, {
    connections: one,
    labelTraits: [],
    now: new Date('2026-11-23T19:41:25Z'),
    wanted: 'session',
    idsIn: () => 1,
    ...others,
  });
}

describe('a row', () => {
  test('of a session shows device, state, place, age and identity', () => {
    const [row] = rows([session]);
    expect(row).toMatchObject({
      label: 'curl 8.5',
      description: 'active · 3 h · 203.0.113.7',
      detail: 'Ada Lovelace · ada@example.org',
      alwaysShow: true,
      found: session,
    });
    expect(row?.buttons?.map(({ tooltip }) => tooltip)).toEqual([
      'Open Identity',
      'Open Session JSON',
      'Copy Session Id',
    ]);
  });

  test('has a button that opens the page of the identity, with the file of the session that is to be selected', () => {
    for (const [row] of [rows([session]), rows([identity], { wanted: 'identity' })]) {
      const [button] = row?.buttons ?? [];
      if (row !== undefined && button !== undefined) {
        pressRowButton(row, button);
      }
    }
    const ref = { connectionId: 'acme', identityId };
    expect(ran).toEqual([
      `${commandIds.openIdentity} ${sessionUri({ ...ref, sessionId })}`,
      `${commandIds.openIdentity} ${identityUri(ref)}`,
    ]);
  });

  test('of a disabled identity says so, and that it is an identity in a look-up of sessions', () => {
    expect(rows([identity])[0]).toMatchObject({
      label: 'Ada Lovelace',
      description: 'ada@example.org · disabled',
      detail: 'This is an identity: show its sessions',
    });
    expect(rows([identity], { wanted: 'identity' })[0]?.detail).toBe('');
    expect(rows([session], { wanted: 'identity' })[0]?.detail).toMatch(/^This is a session: open it · /);
  });

  test('of a loaded identity is in a group above what the server found', () => {
    const loaded: LookupFinding = { ...identity, isLoaded: true };
    const other: LookupFinding = { ...identity, identity: anIdentity({ traits: { name: 'Ada Byron' } }) };
    expect(rows([loaded, other], { wanted: 'identity' }).map(({ label }) => label)).toEqual([
      'Loaded, with this name',
      'Ada Lovelace',
      'Found on the server',
      'Ada Byron',
    ]);
    expect(rows([other], { wanted: 'identity' }).map(({ label }) => label)).toEqual(['Ada Byron']);
  });

  test('of production shows that and its color, also without other connections', () => {
    const production = new FakeConnections({ acme: new FakeKratos().open() }, { production: true });
    const [row] = rows([session], { connections: production });
    expect(row?.detail).toBe('Ada Lovelace · ada@example.org · Name of acme (production, read-only)');
    expect(row?.iconPath).toMatchObject({ color: { id: 'charts.red' } });
    expect(rows([identity], { connections: production })[0]?.iconPath).toMatchObject({ color: { id: 'charts.red' } });
  });

  test('names its connection when there are several', () => {
    expect(rows([session], { connections: two })[0]?.detail).toBe('Ada Lovelace · ada@example.org · Name of acme');
  });

  test('of a server that could not be searched shows the reason and retries', () => {
    expect(rows([failure])).toMatchObject([
      {
        label: 'Name of acme could not be searched',
        detail: expect.stringContaining('Nothing is listening'),
        retryConnectionId: 'acme',
      },
    ]);
  });

  test('shows untrusted text without icons, line breaks and invisible characters', () => {
    const hostile = anIdentity({ traits: { name: '$(trash) \u202eAda\n$(x' } });
    expect(rows([{ ...identity, identity: hostile }])[0]?.label).toBe('\\$(trash) ⟨U+202E⟩Ada⟨U+000A⟩$(x');
  });
});

describe('a server with a rate limit', () => {
  const waits = new FakeWaits();
  waits.set('item', 12);
  const connections = new FakeConnections({ acme: new FakeKratos().open({ waits }), staging: new FakeKratos().open() });

  test('has a row with the wait below the findings until the search ends', () => {
    expect(rows([session], { connections, busy: true }).slice(1)).toMatchObject([
      {
        label: 'Waiting 12 s for the rate limit',
        detail: expect.stringContaining('Press Escape to cancel · Name of acme'),
        found: undefined,
      },
    ]);
    expect(rows([session], { connections, busy: false })).toHaveLength(1);
  });
});

test('says below the findings how many ids were not looked up', () => {
  expect(rows([session], { idsIn: () => 30 }).map(({ label }) => label)).toEqual([
    'curl 8.5',
    'Only the first 10 of 30 ids were looked up',
  ]);
  expect(rows([session], { idsIn: () => 10 })).toHaveLength(1);
});

describe('a look-up without findings', () => {
  test('names the connections that were searched', () => {
    expect(rows([], { connections: two })).toMatchObject([
      {
        label: 'No session or identity has this id',
        detail: expect.stringMatching(/^Searched: Name of acme, Name of staging\./),
      },
    ]);
    expect(rows([failure], { connections: two }).map(({ detail }) => detail)).toEqual([
      'Searched: Name of staging. It may be of another server, or have been deleted.',
      expect.stringContaining('Nothing is listening'),
    ]);
    expect(rows([], { wanted: 'identity', text: ' $(x) ' })[0]?.label).toBe('No identity found for “\\$(x)”');
  });

  test('says that Kratos does not find names', () => {
    expect(rows([], { wanted: 'identity', text: 'Emmy Ritter' })[0]?.detail).toMatch(/identifiers and ids, not names/);
  });

  test('names the connections while it searches them', () => {
    const busy = { busy: true, connections: two };
    expect(rows([], busy)).toMatchObject([{ label: 'Searching Name of acme, Name of staging…', found: undefined }]);
    expect(rows([session], busy)).toHaveLength(1);
  });

  test('shows a hint for a text that cannot be searched, but not for an empty one', () => {
    expect(rows([], { text: 'a' })[0]?.label).toBe('No id in this text');
    expect(rows([], { text: 'a', wanted: 'identity' })[0]?.label).toBe('Type at least two characters');
    expect(rows([], { text: '' })).toEqual([]);
  });
});

test('shows a finding that cannot be described as a marked row that can be opened', () => {
  const throwing = {
    get traits(): unknown {
      throw new RangeError('Maximum call stack size exceeded');
    },
  };
  const broken: LookupFinding = {
    ...identity,
    identity: Object.defineProperties(anIdentity(), Object.getOwnPropertyDescriptors(throwing)),
  };
  const [first, second] = rows([session, broken]);
  expect(first?.label).toBe('curl 8.5');
  expect(second?.label).toMatch(/^Identity .{8} could not be shown$/);
  expect(second?.detail).toContain('RangeError');
  expect(second?.found).toBe(broken);
});
