import { expect, it } from 'vitest';
import { deviceFamily } from '../../../src/core/origins/deviceFamily.ts';
import { type Finding, kindOfMark } from '../../../src/core/origins/reason.ts';
import { answerText, originsFooter, reasonText } from '../../../src/text/originText.ts';
import { agents } from '../builders/originBuilder.ts';

const now = new Date('2026-03-30T12:00:00Z');
const baseline = { sessions: 20, since: Date.parse('2026-03-04T12:00:00Z') };
const [chrome, firefox, safari] = [agents.chromeWindows, agents.firefoxLinux, agents.safariIphone].map(deviceFamily);

function textOf(finding: Finding, over: object = {}, loaded?: Parameters<typeof reasonText>[2]): string {
  return reasonText({ kind: kindOfMark[finding.mark], session: 'id', finding, baseline, ...over }, now, loaded);
}

it.each<[Finding, string]>([
  [
    { mark: 'country', country: 'NL', before: ['DE'] },
    'First sign-in from NL. The 20 earlier sessions since 4 March came from DE.',
  ],
  [
    { mark: 'country', country: 'NL', before: ['DE', 'FR', 'US', 'GB', 'BR'] },
    'First sign-in from NL. The 20 earlier sessions since 4 March came from DE, FR, US and 2 more.',
  ],
  [
    { mark: 'network', network: '203.0.113.0/24', operator: undefined, before: 3 },
    'First sign-in from 203.0.113.0/24; 3 other networks in the 20 earlier sessions since 4 March.',
  ],
  [
    { mark: 'network', network: '203.0.113.0/24', operator: 'Example\u202eOnline', before: 1 },
    'First sign-in from 203.0.113.0/24 (Example⟨U+202E⟩Online); 1 other network in the 20 earlier sessions since 4 March.',
  ],
  [
    {
      mark: 'device',
      device: firefox as NonNullable<typeof firefox>,
      before: [chrome, safari].flatMap((one) => one ?? []),
    },
    'First sign-in with Firefox on Linux; before: Chrome on Windows, Safari on iOS (20 earlier sessions since 4 March).',
  ],
  [
    { mark: 'client', client: 'python-requests/2.31' },
    'The client calls itself python-requests/2.31; the 20 earlier sessions since 4 March came from browsers.',
  ],
  [
    { mark: 'client', client: '' },
    'The request named no user agent; the 20 earlier sessions since 4 March came from browsers.',
  ],
  [
    { mark: 'distance', minutes: 19, isAfter: true, country: 'DE', kilometres: undefined },
    '19 minutes after a sign-in from DE.',
  ],
  [
    { mark: 'distance', minutes: 1, isAfter: false, country: 'DE', kilometres: undefined },
    '1 minute before a sign-in from DE.',
  ],
  [
    { mark: 'distance', minutes: 80, isAfter: true, country: 'DE', kilometres: 5912 },
    '80 minutes after a sign-in 5,912 km away (DE).',
  ],
  [{ mark: 'recovery', method: 'code_recovery' }, 'Signed in with a recovery code, not with a credential.'],
  [{ mark: 'recovery', method: 'link_recovery' }, 'Signed in with a recovery link, not with a credential.'],
  [{ mark: 'recovery', method: 'sms_recovery' }, 'Signed in with sms_recovery, not with a credential.'],
  [{ mark: 'assurance', reached: 5, secondFactors: [] }, 'aal1; the 5 sessions before reached aal2.'],
  [
    { mark: 'assurance', reached: undefined, secondFactors: ['totp'] },
    'aal1, although the identity has a second factor (totp); most of the 20 earlier sessions since 4 March reached aal2.',
  ],
  [
    { mark: 'method', method: 'oidc github' },
    'First sign-in with oidc (github); not used in the 20 earlier sessions since 4 March.',
  ],
  [{ mark: 'backupCode' }, 'A backup code was used.'],
  [
    { mark: 'change', what: 'password', minutes: 4 },
    'The password credential was last written 4 minutes after this sign-in.',
  ],
  [{ mark: 'change', what: 'totp', minutes: 1 }, 'The totp credential was last written 1 minute after this sign-in.'],
  [{ mark: 'change', what: 'address', minutes: 60 }, 'An address was added 60 minutes after this sign-in.'],
  [{ mark: 'burst', networks: 4, minutes: 130 }, '4 networks within 2 h 10 min.'],
  [
    { mark: 'shared', identities: 7, scanned: 2000, hours: 24 },
    'Also seen in sessions of 7 other identities in the last 24 h (scan of 2,000 sessions).',
  ],
  [{ mark: 'pause', days: 143 }, 'First session for 143 days.'],
  [{ mark: 'tor' }, 'Cloudflare reports Tor (T1).'],
])('words %j', (finding, text) => {
  expect(textOf(finding)).toBe(text);
});

it('names the year of a baseline that began in another one', () => {
  const since = Date.parse('2025-12-31T12:00:00Z');
  expect(textOf({ mark: 'country', country: 'NL', before: ['DE'] }, { baseline: { sessions: 3, since } })).toBe(
    'First sign-in from NL. The 3 earlier sessions since 31 December 2025 came from DE.',
  );
});

it('says what a reason was compared with while the list is incomplete', () => {
  const finding: Finding = { mark: 'pause', days: 143 };
  expect(textOf(finding, {}, { sessions: 250, total: 1412 })).toBe(
    'First session for 143 days. Compared with the 250 loaded of 1,412.',
  );
  expect(textOf(finding, {}, { sessions: 250, total: undefined })).toBe(
    'First session for 143 days. Compared with the 250 loaded; there may be more.',
  );
});

it('says nothing of the list where a reason compares no sessions', () => {
  expect(textOf({ mark: 'backupCode' }, {}, { sessions: 250, total: 412 })).toBe('A backup code was used.');
});

it('names the four results of a mark', () => {
  expect((['marked', 'usual', 'tooLittleHistory', 'noData'] as const).map(answerText)).toEqual([
    'marked',
    'as usual',
    'too little history',
    'no data',
  ]);
});

it('says what marks cannot see', () => {
  expect(originsFooter()).toBe(
    'Marks compare where sessions began. Use of a stolen cookie from elsewhere leaves no trace in Kratos.',
  );
});
