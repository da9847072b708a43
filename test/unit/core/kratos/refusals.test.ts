import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Failure } from '../../../../src/core/kratos/failure.ts';
import { adaId } from '../../builders/identityBuilder.ts';
import { type Answer, answering, errorBody, failureOf } from './clientUnderTest.ts';

describe('the failure of a refused request', () => {
  test.each<[string, Answer, Failure]>([
    [
      'has the reason rather than the message, which is the same for all',
      { status: 400, body: errorBody({ code: 400, reason: 'why', message: 'The request was malformed' }) },
      { kind: 'rejected', reason: 'why' },
    ],
    [
      'has the message if there is no reason',
      { status: 409, body: errorBody({ message: 'exists' }) },
      { kind: 'rejected', reason: 'exists' },
    ],
    [
      'has the message of a 401',
      { status: 401, body: errorBody({ message: 'no key' }) },
      { kind: 'unauthorized', reason: 'no key' },
    ],
    [
      'has no reason for a 401 without a body',
      { status: 401, headers: {}, body: '' },
      { kind: 'unauthorized', reason: undefined },
    ],
    [
      'has the title of a page with 403 from a gateway',
      { status: 403, headers: { 'Content-Type': 'text/html' }, body: '<html><title> Access\n denied </title>' },
      { kind: 'forbidden', reason: 'Access denied' },
    ],
    [
      'has no wait for a 429 without headers',
      { status: 429, headers: {}, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      'has no wait for a 429 with a reset of 0',
      { status: 429, headers: { 'x-ratelimit-reset': '0' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      'has no wait for a 429 with a Unix time as reset',
      { status: 429, headers: { 'x-ratelimit-reset': '1764000000' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      'has no wait for a 429 with a Unix time in both headers',
      { status: 429, headers: { 'x-ratelimit-reset': '1764000000', 'Retry-After': '1764000000' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: undefined },
    ],
    [
      'has the longer of two waits',
      { status: 429, headers: { 'x-ratelimit-reset': '2', 'Retry-After': '7' }, body: '' },
      { kind: 'rateLimited', retryAfterSeconds: 7 },
    ],
    [
      'has the reason if a schema no longer exists',
      { status: 500, body: errorBody({ reason: 'The JSON Schema "x" could not be found.', message: 'Invalid' }) },
      { kind: 'serverError', status: 500, reason: 'The JSON Schema "x" could not be found.' },
    ],
    [
      'has the title of the page of a gateway without its server',
      { status: 502, headers: { 'Content-Type': 'text/html' }, body: '<title>502 Bad Gateway</title>' },
      { kind: 'serverError', status: 502, reason: '502 Bad Gateway' },
    ],
    [
      'is a missing route for a 404 that Kratos did not send',
      { status: 404, body: '{"message":"no Route matched"}' },
      { kind: 'noSuchRoute', template: '/admin/identities/{id}', status: 404 },
    ],
  ])('%s', async (_name, answer, failure) => {
    expect(await failureOf((await answering(answer)).identity(adaId))).toEqual(failure);
  });

  test('has the wait until the date in Retry-After', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-02-01T10:00:00Z') });
    onTestFinished(() => void vi.useRealTimers());
    const later = 'Sun, 01 Feb 2026 10:01:00 GMT';
    const client = await answering({ status: 429, headers: { 'Retry-After': later }, body: '' });
    expect(await failureOf(client.version())).toEqual({ kind: 'rateLimited', retryAfterSeconds: 60 });
  });
});
