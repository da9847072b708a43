import type { Failure } from '../../../src/kratos/failure.ts';
import type { Site, Way } from './site.ts';

export interface Fault {
  /** As docs/faults.md names it. */
  readonly name: string;
  readonly way: Way;
  /** Makes it happen at the address that was well until now. */
  strike(site: Site): Promise<unknown>;
  /** What must be known of the failure. */
  readonly failure: Partial<Failure> & Pick<Failure, 'kind'>;
  /** Longer than the tests' own, for what must not come first. */
  readonly waitsForDeadline?: true;
}

const page = (body: string, contentType = 'application/json') => ({ kind: 'body', contentType, body }) as const;

/** What may go wrong between a client and its server, at any time. */
export const faultList: readonly Fault[] = [
  {
    name: 'nothing listens',
    way: 'http',
    strike: (site) => site.vanish(),
    failure: { kind: 'refused' },
  },
  {
    name: 'no answer',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'hang' }),
    failure: { kind: 'timeout' },
    waitsForDeadline: true,
  },
  {
    name: 'an answer that never ends',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'stall' }),
    failure: { kind: 'timeout' },
    waitsForDeadline: true,
  },
  {
    name: 'a reset connection',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'reset' }),
    failure: { kind: 'connectionLost' },
  },
  {
    name: 'a connection closed without an answer',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'close' }),
    failure: { kind: 'connectionLost' },
  },
  {
    name: 'a cut body',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'cut' }),
    failure: { kind: 'truncatedBody' },
  },
  {
    name: 'a redirect to another origin',
    way: 'http',
    strike: (site) =>
      site.misbehave({ kind: 'redirect', status: 307, location: 'https://login.example.org/sign-in?return_to=x' }),
    failure: { kind: 'redirectedAway', target: 'https://login.example.org/sign-in' },
  },
  {
    name: 'a key is wanted (401)',
    way: 'http',
    strike: (site) => site.want({ header: 'X-Api-Key', value: 'right' }),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'access is forbidden (403)',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'status', status: 403, message: 'not for you' }),
    failure: { kind: 'forbidden', reason: 'not for you' },
  },
  {
    name: 'a wrong path or the public port (404)',
    way: 'http',
    strike: (site) => site.want(undefined, '/elsewhere'),
    failure: { kind: 'noSuchRoute', status: 404 },
  },
  {
    name: 'too many requests (429)',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'status', status: 429, message: 'Rate limit exceeded' }),
    failure: { kind: 'rateLimited' },
  },
  {
    name: 'the server fails (5xx)',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'status', status: 500, message: 'database is gone' }),
    failure: { kind: 'serverError', status: 500, reason: 'database is gone' },
  },
  {
    name: 'a gateway without its server (502, 503, 504)',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'status', status: 503, message: 'no healthy upstream' }),
    failure: { kind: 'serverError', status: 503, reason: 'no healthy upstream' },
  },
  {
    name: 'a web page',
    way: 'http',
    strike: (site) => site.misbehave({ kind: 'html', status: 200, title: 'Sign in' }),
    failure: { kind: 'notKratos', found: { what: 'html', title: 'Sign in' } },
  },
  {
    name: 'text',
    way: 'http',
    strike: (site) => site.misbehave(page('It works!', 'text/plain')),
    failure: { kind: 'notKratos', found: { what: 'text', start: 'It works!' } },
  },
  {
    name: 'an empty answer',
    way: 'http',
    strike: (site) => site.misbehave(page('')),
    failure: { kind: 'notKratos', found: { what: 'empty' } },
  },
  {
    name: 'JSON that ends early',
    way: 'http',
    strike: (site) => site.misbehave(page('[{"id":"5')),
    failure: { kind: 'notKratos', found: { what: 'truncatedJson' } },
  },
  {
    name: 'JSON that is not valid',
    way: 'http',
    strike: (site) => site.misbehave(page('[{"id":,}]')),
    failure: { kind: 'notKratos', found: { what: 'invalidJson' } },
  },
  {
    name: 'JSON of another product',
    way: 'http',
    strike: (site) => site.misbehave(page('{"status":"UP"}')),
    failure: { kind: 'notKratos' },
  },
];
