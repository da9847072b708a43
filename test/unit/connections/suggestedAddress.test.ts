import { describe, expect, it } from 'vitest';
import { suggestedAddress } from '../../../src/connections/suggestedAddress.ts';
import { aConnection } from '../builders/connectionBuilder.ts';

const noRoute = { kind: 'noSuchRoute', template: '/admin/identities', status: 404 } as const;
const redirect = (target: string) => ({ kind: 'redirectedAway', origin: '', target }) as const;

describe('suggestedAddress', () => {
  it.each([
    ['http://127.0.0.1:4433', noRoute, 'http://127.0.0.1:4434', 'publicApi'],
    ['https://id.example.org:4433/kratos', noRoute, 'https://id.example.org:4434/kratos', 'publicApi'],
    ['http://127.0.0.1:4433', redirect('http://127.0.0.1:4434/admin/identities'), 'http://127.0.0.1:4434', 'publicApi'],
    ['http://id.example.org', redirect('https://id.example.org/admin/identities'), 'https://id.example.org', 'https'],
    ['http://id.example.org', redirect('https://id.example.org/admin/health/ready'), 'https://id.example.org', 'https'],
    [
      'https://id.example.org',
      redirect('https://admin.example.org/kratos/admin/identities/1/sessions'),
      'https://admin.example.org/kratos',
      'elsewhere',
    ],
  ] as const)('replaces %s after %o by %s: %s', (url, failure, suggested, why) => {
    expect(suggestedAddress(failure, aConnection({ url }))).toEqual({ url: suggested, why });
  });

  it.each([
    ['a sign-in page', 'https://id.example.org', redirect('https://login.example.org/start')],
    ['a redirect without encryption', 'https://id.example.org', redirect('http://id.example.org/admin/identities')],
    ['another protocol', 'http://id.example.org', redirect('ftp://id.example.org/admin/identities')],
    ['another port than that of the public API', 'http://127.0.0.1:8080', noRoute],
    ['a Unix socket', 'unix:/run/kratos/public.sock', noRoute],
    ['a server that does not listen', 'http://127.0.0.1:4433', { kind: 'refused', origin: '', detail: '' } as const],
  ])('suggests nothing for %s', (_what, url, failure) => {
    expect(suggestedAddress(failure, aConnection({ url }))).toBeUndefined();
  });
});
