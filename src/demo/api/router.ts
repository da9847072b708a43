import { goJson } from '../goJson.ts';
import type { Profile } from '../profile.ts';
import { Query } from '../query.ts';
import {
  type DemoResponse,
  json,
  methodNotAllowed,
  noContent,
  notInTheDemo,
  pageNotFound,
  redirect,
} from '../responses.ts';
import { publicUrl } from '../wire.ts';
import { manageSessions } from './bulk.ts';
import { getMessage, listMessages } from './courier.ts';
import { deleteCredential } from './credentials.ts';
import type { DemoBackend, DemoHandler } from './handler.ts';
import { deleteIdentity, getIdentity, getIdentityByExternalId, listIdentities } from './identities.ts';
import { patchIdentity } from './identityPatch.ts';
import { deleteIdentitySessions, listIdentitySessions } from './identitySessions.ts';
import { createRecoveryCode, createRecoveryLink } from './recovery.ts';
import { extendSession, getSession, listSessions, revokeSession } from './sessions.ts';

interface Route {
  /** "{}" matches one segment that is not empty. */
  readonly segments: readonly string[];
  readonly methods: Readonly<Record<string, DemoHandler>>;
}

const toPublic: DemoHandler = ({ method, path, query }) => {
  const search = query.encode();
  return redirect(307, `${publicUrl}${path.slice('/admin'.length)}${search === '' ? '' : `?${search}`}`, method);
};
const ok: DemoHandler = () => json('{"status":"ok"}');
const version: DemoHandler = (_, { profile }) => json(`{"version":"${profile.version}"}`);
const createIdentities: DemoHandler = () => notInTheDemo('create identities');
const replaceIdentity: DemoHandler = () => notInTheDemo('replace an identity');

/** Returns the profile's routes. The first match counts, so fixed segments precede variable ones. */
function routesOf(profile: Profile): readonly Route[] {
  const route = (path: string, methods: Readonly<Record<string, DemoHandler>>): Route => ({
    segments: path.split('/').slice(1),
    methods,
  });
  return [
    route('/admin/identities', { GET: listIdentities, POST: createIdentities, PATCH: createIdentities }),
    ...(profile.externalIds ? [route('/admin/identities/by/external/{}', { GET: getIdentityByExternalId })] : []),
    route('/admin/identities/{}', {
      GET: getIdentity,
      PATCH: patchIdentity,
      PUT: replaceIdentity,
      DELETE: deleteIdentity,
    }),
    route('/admin/identities/{}/sessions', { GET: listIdentitySessions, DELETE: deleteIdentitySessions }),
    route('/admin/identities/{}/credentials/{}', { DELETE: deleteCredential }),
    route('/admin/courier/messages', { GET: listMessages }),
    route('/admin/courier/messages/{}', { GET: getMessage }),
    route('/admin/recovery/code', { POST: createRecoveryCode }),
    route('/admin/recovery/link', { POST: createRecoveryLink }),
    route('/admin/sessions', {
      GET: listSessions,
      DELETE: toPublic,
      ...(profile.bulkSessions ? { POST: manageSessions } : {}),
    }),
    route('/admin/sessions/whoami', { GET: toPublic }),
    route('/admin/sessions/{}', { GET: getSession, DELETE: revokeSession }),
    route('/admin/sessions/{}/extend', { PATCH: extendSession }),
    route('/admin/schemas', { GET: toPublic }),
    route('/admin/schemas/{}', { GET: toPublic }),
    route('/admin/health/alive', { GET: ok }),
    route('/admin/health/ready', { GET: ok }),
    route('/admin/version', { GET: version }),
  ];
}

interface IncomingRequest {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly body: string;
  /** X-Request-ID, which an error repeats. */
  readonly requestId: string | undefined;
}

/** Returns the response to a request. An error contains the request's id. */
export async function respondTo(call: IncomingRequest, server: DemoBackend): Promise<DemoResponse> {
  const response = await routed(call, server);
  if (response.kind !== 'response' || call.requestId === undefined) {
    return response;
  }
  const body = response.body.replace(errorStart, (start) => `${start}"request":${goJson(call.requestId ?? '')},`);
  return { ...response, body };
}

const errorStart = /^\{"error":\{"code":\d+,"status":"[^"]*",/;

/** Returns the response with the headers that do not depend on the handler. */
async function routed({ method, target, body }: IncomingRequest, server: DemoBackend): Promise<DemoResponse> {
  const { profile } = server;
  const gap = target.indexOf('?');
  const sentPath = gap === -1 ? target : target.slice(0, gap);
  const search = gap === -1 ? '' : target.slice(gap);

  const prefixed = sentPath.startsWith('/admin') ? sentPath : withoutDoubleSlashes(`/admin${sentPath}`);
  if (prefixed !== sentPath && profile.missingPrefix === 'redirected') {
    return redirect(307, `${prefixed}${search}`, method);
  }
  const path = prefixed === '/admin' || prefixed.startsWith('/admin/') ? prefixed : `/admin${prefixed}`;
  const clean = withoutDoubleSlashes(path);
  if (clean !== path && profile.router === 'ServeMux') {
    return kept(redirect(307, `${clean}${search}`, method), method, 'nothing', profile);
  }

  const found = find(path, profile);
  if (found === undefined) {
    const known = clean.replace(/\/$/, '');
    if (profile.router === 'httprouter' && find(known, profile)?.route.methods[method] !== undefined) {
      return redirect(method === 'GET' ? 301 : 307, `${known}${search}`, method);
    }
    return kept(pageNotFound(), method, 'nothing', profile);
  }
  const { route, params } = found;
  const handler = route.methods[method === 'HEAD' && profile.router === 'ServeMux' ? 'GET' : method];
  if (handler === undefined) {
    const allow = allowed(route, profile);
    const response =
      profile.router === 'httprouter' && method === 'OPTIONS' ? noContentOptions(allow) : methodNotAllowed(allow);
    return kept(response, method, 'nothing', profile);
  }
  const response = await handler({ method, path, query: Query.parse(search), params, body }, server);
  return kept(response, method, 'handler', profile);
}

function withoutDoubleSlashes(path: string): string {
  return path.replace(/\/{2,}/g, '/');
}

function noContentOptions(allow: string): DemoResponse {
  return { ...noContent({ Allow: allow }), status: 200 } as DemoResponse;
}

const routes = new WeakMap<Profile, readonly Route[]>();

function find(
  path: string,
  profile: Profile,
): { readonly route: Route; readonly params: readonly string[] } | undefined {
  const known = routes.get(profile) ?? routesOf(profile);
  routes.set(profile, known);
  const segments = path.split('/').slice(1).map(decoded);
  for (const route of known) {
    const fits =
      route.segments.length === segments.length &&
      route.segments.every((expected, index) =>
        expected === '{}' ? segments[index] !== '' : expected === segments[index],
      );
    if (fits) {
      return { route, params: segments.filter((_, index) => route.segments[index] === '{}') };
    }
  }
  return undefined;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** Returns the Allow header. httprouter adds OPTIONS, and ServeMux adds HEAD beside GET. */
function allowed({ methods }: Route, { router }: Profile): string {
  const names = Object.keys(methods);
  const implied = router === 'httprouter' ? ['OPTIONS'] : names.includes('GET') ? ['HEAD'] : [];
  return [...names, ...implied].sort().join(', ');
}

const noStore = { 'Cache-Control': 'private, no-cache, no-store, must-revalidate' };

/** v1.3.1 forbids caching in handlers of any method; later servers for every GET, even of an unknown route. */
function kept(
  response: DemoResponse,
  method: string,
  by: 'handler' | 'nothing',
  { noStore: rule }: Profile,
): DemoResponse {
  const wanted = rule === 'handlers' ? by === 'handler' : method === 'GET';
  return response.kind === 'response' && wanted
    ? { ...response, headers: { ...response.headers, ...noStore } }
    : response;
}
