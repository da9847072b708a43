import type { Failure } from '../../../src/core/kratos/failure.ts';
import type { Route, Site } from './site.ts';

export interface Fault {
  /** As docs/faults.md names it. */
  readonly name: string;
  readonly route: Route;
  /** Causes the fault at the address that worked until now. */
  strike(site: Site): Promise<unknown>;
  /** What the failure must contain. */
  readonly failure: Partial<Failure> & Pick<Failure, 'kind'>;
  /** The request lasts until its deadline, which is short for it. */
  readonly lastsToDeadline?: true;
}

const page = (body: string, contentType = 'application/json') => ({ kind: 'body', contentType, body }) as const;

/** What may go wrong between a client and its server, at any time. */
export const faultList: readonly Fault[] = [
  {
    name: 'nothing listens',
    route: 'http',
    strike: (site) => site.vanish(),
    failure: { kind: 'refused' },
  },
  {
    name: 'no response',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'hang' }),
    failure: { kind: 'timeout' },
    lastsToDeadline: true,
  },
  {
    name: 'a response that never ends',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'stall' }),
    failure: { kind: 'timeout' },
    lastsToDeadline: true,
  },
  {
    name: 'a reset connection',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'reset' }),
    failure: { kind: 'connectionLost' },
  },
  {
    name: 'a connection closed without a response',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'close' }),
    failure: { kind: 'connectionLost' },
  },
  {
    name: 'a cut body',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'cut' }),
    failure: { kind: 'truncatedBody' },
  },
  {
    name: 'a response of any size',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'flood' }),
    failure: { kind: 'tooLarge' },
  },
  {
    name: 'a redirect to another origin',
    route: 'http',
    strike: (site) =>
      site.setFault({ kind: 'redirect', status: 307, location: 'https://login.example.org/sign-in?return_to=x' }),
    failure: { kind: 'redirectedAway', target: 'https://login.example.org/sign-in' },
  },
  {
    name: 'a key is required (401)',
    route: 'http',
    strike: (site) => site.want({ header: 'X-Api-Key', value: 'right' }),
    failure: { kind: 'unauthorized' },
  },
  {
    name: 'access is forbidden (403)',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'status', status: 403, message: 'not for you' }),
    failure: { kind: 'forbidden', reason: 'not for you' },
  },
  {
    name: 'a wrong path or the public port (404)',
    route: 'http',
    strike: (site) => site.want(undefined, '/elsewhere'),
    failure: { kind: 'noSuchRoute', status: 404 },
  },
  {
    name: 'too many requests (429)',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'status', status: 429, message: 'Rate limit exceeded' }),
    failure: { kind: 'rateLimited' },
  },
  {
    name: 'the server fails (5xx)',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'status', status: 500, message: 'database is gone' }),
    failure: { kind: 'serverError', status: 500, reason: 'database is gone' },
  },
  {
    name: 'a gateway without its server (502, 503, 504)',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'status', status: 503, message: 'no healthy upstream' }),
    failure: { kind: 'serverError', status: 503, reason: 'no healthy upstream' },
  },
  {
    name: 'a web page',
    route: 'http',
    strike: (site) => site.setFault({ kind: 'html', status: 200, title: 'Sign in' }),
    failure: { kind: 'notKratos', found: { what: 'html', title: 'Sign in' } },
  },
  {
    name: 'text',
    route: 'http',
    strike: (site) => site.setFault(page('It works!', 'text/plain')),
    failure: { kind: 'notKratos', found: { what: 'text', start: 'It works!' } },
  },
  {
    name: 'an empty response',
    route: 'http',
    strike: (site) => site.setFault(page('')),
    failure: { kind: 'notKratos', found: { what: 'empty' } },
  },
  {
    name: 'JSON that ends early',
    route: 'http',
    strike: (site) => site.setFault(page('[{"id":"5')),
    failure: { kind: 'notKratos', found: { what: 'truncatedJson' } },
  },
  {
    name: 'JSON that is not valid',
    route: 'http',
    strike: (site) => site.setFault(page('[{"id":,}]')),
    failure: { kind: 'notKratos', found: { what: 'invalidJson' } },
  },
  {
    name: 'JSON nested deeper than Kratos allows',
    route: 'http',
    strike: (site) => site.setFault(page('['.repeat(100_000))),
    failure: { kind: 'notKratos', found: { what: 'tooDeep' } },
  },
  {
    name: 'JSON of another product',
    route: 'http',
    strike: (site) => site.setFault(page('{"status":"UP"}')),
    failure: { kind: 'notKratos' },
  },
  {
    name: 'an unknown authority',
    route: 'https',
    strike: (site) => site.show(site.certificates.stranger),
    failure: tls('unknownAuthority'),
  },
  {
    name: 'an expired certificate',
    route: 'https',
    strike: (site) => site.show(site.certificates.expired),
    failure: tls('expired'),
  },
  {
    name: 'a certificate that is not valid yet',
    route: 'https',
    strike: (site) => site.show(site.certificates.notYet),
    failure: tls('notYetValid'),
  },
  {
    name: 'a certificate for another name',
    route: 'https',
    strike: (site) => site.show(site.certificates.wrongName),
    failure: tls('wrongName'),
  },
  {
    name: 'a client certificate is required',
    route: 'https',
    strike: (site) => site.show(site.certificates.server, { clientAuthority: site.certificates.authority }),
    failure: tls('clientCertificateWanted'),
  },
  {
    name: 'a client certificate is rejected',
    route: 'mutual',
    strike: (site) => site.alert(48),
    failure: tls('clientCertificateRefused'),
  },
  {
    name: 'a server that stopped using TLS',
    route: 'https',
    strike: (site) => site.bare(),
    failure: tls('notTls'),
  },
  {
    name: 'a TLS version that is too old',
    route: 'https',
    strike: (site) => site.show(site.certificates.server, { maxVersion: 'TLSv1.1' }),
    failure: tls('other'),
  },
  {
    name: 'a proxy that is gone',
    route: 'proxy',
    strike: (site) => site.vanish(),
    failure: { kind: 'proxyUnreachable' },
  },
  {
    name: 'a tunnel whose proxy is gone',
    route: 'tunnel',
    strike: (site) => site.vanish(),
    failure: { kind: 'proxyUnreachable' },
  },
  {
    name: 'a proxy that requires a login (407)',
    route: 'proxy',
    strike: (site) => site.requireLogin({ username: 'person', password: 'word' }),
    failure: { kind: 'proxyLogin' },
  },
  {
    name: 'a tunnel that requires a login (407)',
    route: 'tunnel',
    strike: (site) => site.requireLogin({ username: 'person', password: 'word' }),
    failure: { kind: 'proxyLogin' },
  },
  {
    name: 'a proxy that opens no tunnel',
    route: 'tunnel',
    strike: (site) => site.setFault({ kind: 'status', status: 403, message: 'not there' }),
    failure: { kind: 'proxyRefused', status: 403 },
  },
  {
    name: 'a proxy that never responds',
    route: 'tunnel',
    strike: (site) => site.setFault({ kind: 'hang' }),
    failure: { kind: 'timeout' },
    lastsToDeadline: true,
  },
  {
    name: 'a key that was removed',
    route: 'key',
    strike: async (site) => site.secrets.clear(),
    failure: { kind: 'secretMissing', secret: 'bearer' },
  },
  {
    name: 'a key that no header can carry',
    route: 'key',
    strike: async (site) => site.secrets.set('bearer', 'ory_pat_two\nlines'),
    failure: { kind: 'secretUnusable', secret: 'bearer' },
  },
  {
    name: 'a key that is no longer valid',
    route: 'key',
    strike: async (site) => site.secrets.set('bearer', 'ory_pat_wrong'),
    failure: { kind: 'forbidden' },
  },
];

function tls(kind: Extract<Failure, { kind: 'tls' }>['problem']['kind']): Fault['failure'] {
  return { kind: 'tls', problem: { kind } } as Fault['failure'];
}
