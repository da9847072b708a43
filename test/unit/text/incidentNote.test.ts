import { expect, test, vi } from 'vitest';
import type { IntentRecord, OutcomeRecord } from '../../../src/core/containment/auditRecord.ts';
import type { AuditLine } from '../../../src/core/containment/readAuditLog.ts';
import { type IncidentNote, incidentNote } from '../../../src/text/incidentNote.ts';
import { anIntent, anOutcome } from '../builders/auditBuilder.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { agents, days, origins, signIn } from '../builders/originBuilder.ts';
import { uuid } from '../builders/sessionBuilder.ts';

const stranger = signIn({
  id: 'stranger',
  at: '2026-11-27T09:00:00Z',
  ip: '198.51.100.23',
  agent: agents.firefoxLinux,
  location: 'Auckland, NZ',
});

function intentLine(hash: string, members: Partial<IntentRecord> = {}): AuditLine & IntentRecord {
  return { ...anIntent(members), seq: 1, prev: '', hash };
}

function outcomeLine(intent: string, results: OutcomeRecord['results']): AuditLine & OutcomeRecord {
  return { ...anOutcome(intent, { time: '2026-11-27T10:00:05.123Z', results }), seq: 2, prev: '', hash: 'c' };
}

const result = (id: string, status: OutcomeRecord['results'][number]['status']) => ({
  id,
  status,
  before: 'active',
  after: 'ended',
  verified: true,
  failure: undefined,
});

function aNote(members: Partial<IncidentNote> = {}): string {
  return incidentNote({
    writtenAt: new Date('2026-11-27T10:30:00.5Z'),
    withPersonalData: false,
    connection: { name: 'Acme (production)', address: 'https://acme.example', version: 'v26.2.0' },
    identity: { id: adaId, state: 'active', name: 'Ada Lovelace', identifier: 'ada@example.org' },
    sessions: {
      shown: 21,
      total: 21,
      end: { kind: 'complete', by: 'count' },
      readAt: new Date('2026-11-27T10:20:00Z'),
      isFiltered: false,
    },
    origins: origins([...days(20), stranger]),
    isActive: (id) => id === 'stranger',
    lines: [
      intentLine('a', { reason: 'mail from ada@example.org, 198.51.100.23' }),
      outcomeLine('a', [result(uuid(1), 'done'), result(uuid(2), 'unchanged')]),
    ],
    logs: [{ name: 'one.jsonl', verdict: { kind: 'whole', lines: 2, head: 'f'.repeat(64) } }],
    failures: [],
    ...members,
  });
}

test('says in UTC what was seen, done and verified, and what is not known, without personal data', () => {
  expect(aNote()).toMatchInlineSnapshot(`
    "# Incident note: identity 5b75209a-5838-4a3e-9d6c-0c1f3a5be001

    Written 2026-11-27 10:30:00. All times are in UTC.

    Names are left out, e-mail addresses are masked, and IP addresses are cut to their networks.

    ## Identity

    - Id: \`5b75209a-5838-4a3e-9d6c-0c1f3a5be001\`
    - Identifier: \`a…@example.org\`
    - State now: active
    - Connection: Acme (production), \`https://acme.example\`
    - Version of Kratos: v26.2.0

    ## What was seen

    Sessions: 21 of 21, read 2026-11-27 10:20:00.

    - **Firefox on Linux, NZ, 198.51.100.0/24**
        - Sessions: 1, active now: 1
        - First 2026-11-27 09:00:00, last 2026-11-27 09:00:00
        - First sign-in from NZ. The 20 earlier sessions since 4 March came from DE.
        - First sign-in from 198.51.100.0/24; 1 other network in the 20 earlier sessions since 4 March.
        - First session for 249 days.
        - First sign-in with Firefox on Linux; before: Chrome on Windows (20 earlier sessions since 4 March).
    - **Chrome on Windows, DE, 203.0.113.0/24**
        - Sessions: 20, active now: 0
        - First 2026-03-04 08:00:00, last 2026-03-23 08:00:00
        - No reason to mark it

    ## What was done

    - 2026-11-27 10:00:00: **Revoke 2 sessions**, by grace on ops-1, through Acme
        - Reason: mail from \`a…@example.org\`, 198.51.100.0/24
        - 2026-11-27 10:00:05: 1 ended and verified: \`00000000-0000-4000-8000-000000000001\`
        - 2026-11-27 10:00:05: 1 accepted, but still active: \`00000000-0000-4000-8000-000000000002\`
        - Evidence: \`2026-11-27T10-00-00-000Z-aaaaaaaa\`, SHA-256 of its manifest: \`bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\`
        - SHA-256 of the plan: \`aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\`

    ## Audit log

    - one.jsonl: unbroken. Lines: 2, head hash: \`ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff\`

    ## What is not known

    - Marks compare where sessions began. Use of a stolen cookie from elsewhere leaves no trace in Kratos.
    - Failed sign-ins and when a session was last used: Kratos records neither.
    - Whether other identities have sessions of the same origins: this note does not compare them.
    - Who knows the password: revoking does not change it, and anyone who knows it can sign in again.
    - Changes made elsewhere: the audit log holds those of this machine alone. Anyone who can write it can also rebuild its hashes, so compare them with copies that are kept elsewhere.
    "
  `);
});

test('holds names, addresses and cities when personal data was asked for', () => {
  const note = aNote({ withPersonalData: true });
  for (const text of [
    '**This note holds personal data.**',
    'Name: Ada Lovelace',
    'Identifier: `ada@example.org`',
    'Addresses: 198.51.100.23',
    'Auckland, NZ',
    'mail from `ada@example.org`, 198.51.100.23',
  ]) {
    expect(note).toContain(text);
  }
});

test.each(['Ada', 'Lovelace', 'ada@', '198.51.100.23', '203.0.113.7', 'Auckland', 'Berlin', 'Mozilla'])(
  'leaves out %s unless personal data was asked for',
  (text) => {
    expect(aNote()).not.toContain(text);
  },
);

test('names what was begun and not verified', () => {
  const note = aNote({ lines: [intentLine('a', { targets: [uuid(1)] })] });
  expect(note).toContain(`Begun and not verified: \`${uuid(1)}\``);
  expect(note).toContain('What became of changes that were begun and not verified: 1.');
});

test('counts a change whose rows were not read again among the unknown', () => {
  const unread = { ...result(uuid(1), 'failed'), after: undefined, verified: false };
  const lines = [intentLine('a'), outcomeLine('a', [unread])];
  const sentence = 'What became of changes that were begun and not verified: 1.';
  expect(aNote({ lines })).toContain(sentence);
  expect(aNote({ lines: [...lines, outcomeLine('a', [result(uuid(1), 'done')])] })).not.toContain(sentence);
});

test('names the line at which the audit log is broken', () => {
  const note = aNote({ logs: [{ name: 'one.jsonl', verdict: { kind: 'broken', line: 3, problem: 'changed' } }] });
  expect(note).toContain('- one.jsonl: **broken at line 3**');
});

test('says that the list of sessions is not complete, in the coverage, in the reasons and among the unknown', () => {
  const note = aNote({
    sessions: { shown: 21, total: 300, end: { kind: 'more' }, readAt: new Date(0), isFiltered: true },
  });
  expect(note).toContain('Sessions: 21 of 300, under a filter, read 1970-01-01 00:00:00.');
  expect(note).toContain('Compared with the 21 loaded of 300.');
  expect(note).toContain('Whether the identity has further sessions');
});

test('cuts long lists of ids and of origins', () => {
  const targets = Array.from({ length: 1_200 }, (_, place) => uuid(place));
  const note = aNote({
    lines: [
      outcomeLine(
        'a',
        targets.map((id) => result(id, 'done')),
      ),
      intentLine('a', { targets }),
    ],
  });
  expect(note).toContain('1,200 ended and verified: ');
  expect(note).toContain(' and 1,180 more');
  const many = Array.from({ length: 60 }, (_, place) => origins([signIn({ ip: `10.${place}.0.1` })])).flat();
  expect(aNote({ origins: many })).toContain('- 10 further origins');
});

test('shows texts of servers, of users and of files as text, on one line', () => {
  const evil = '[click](command:evil) `code`\n# <b>heading</b>';
  const note = aNote({
    withPersonalData: true,
    connection: { name: evil, address: '', version: evil },
    identity: { id: evil, state: evil, name: evil, identifier: evil },
    lines: [intentLine('a', { reason: evil, evidence: { file: evil, sha256: evil }, targets: [evil] })],
    logs: [{ name: evil, verdict: { kind: 'whole', lines: 1, head: 'f' } }],
    failures: [evil],
  });
  const outsideCode = note.replaceAll(/(?<!\\)`[^`]*`/g, '');
  expect(outsideCode).not.toMatch(/(?<!\\)[[\]<>`]/);
  expect(note.match(/^# /gm)).toHaveLength(1);
});

test.each([
  'ada@evil.example.',
  'mailto:ada@evil.example',
  ';@evil.example',
  '"a,b"@evil.example',
  'https://evil.example/?a=b',
  '//evil.example',
  'x (ada@evil.example), “ada@evil.example”',
])('leaves nothing outside of code that a preview makes a link of: %s', (evil) => {
  const note = aNote({
    withPersonalData: true,
    connection: { name: evil, address: evil, version: evil },
    identity: { id: adaId, state: evil, name: evil, identifier: evil },
    lines: [intentLine('a', { reason: evil })],
    failures: [evil],
  });
  expect(note).toContain('evil.example');
  expect(note.replaceAll(/(?<!\\)`[^`\n]*`/g, '')).not.toMatch(/@|\/\//);
});

test('dates the earlier sessions in UTC, whatever the time zone of this machine is', () => {
  vi.stubEnv('TZ', 'Etc/GMT+12');
  expect(new Date('2026-03-04T08:00:00Z').getDate()).toBe(3);
  expect(aNote()).toContain('20 earlier sessions since 4 March');
  vi.unstubAllEnvs();
});
