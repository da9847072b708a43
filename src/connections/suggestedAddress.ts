import type { Failure } from '../core/kratos/failure.ts';
import type { ConfiguredConnection, DemoConnection } from './connection.ts';

/** Another address of the connection's server, and what it says about the one in use. */
interface SuggestedAddress {
  readonly url: string;
  readonly why: 'publicApi' | 'https' | 'elsewhere';
}

/** The default ports of Kratos' public and admin API. */
const publicPort = '4433';
const adminPort = '4434';

const adminRequest = /\/admin\/(?:identities|sessions|health)(?:\/.*)?$/;

/** Returns the address that a failure reveals: a redirect's target, or the admin API beside the public one. */
export function suggestedAddress(
  failure: Failure,
  connection: Pick<ConfiguredConnection, 'kind' | 'server'> | DemoConnection | undefined,
): SuggestedAddress | undefined {
  if (connection?.kind !== 'configured' || connection.server.socketPath !== undefined) {
    return undefined;
  }
  const { base } = connection.server;
  if (failure.kind === 'noSuchRoute' && base.port === publicPort) {
    return { url: addressOf(Object.assign(new URL(base), { port: adminPort })), why: 'publicApi' };
  }
  const target = failure.kind === 'redirectedAway' ? URL.parse(failure.target) : null;
  const isWeaker = base.protocol === 'https:' && target?.protocol !== 'https:';
  if (target === null || isWeaker || !/^https?:$/.test(target.protocol) || !adminRequest.test(target.pathname)) {
    return undefined;
  }
  target.pathname = target.pathname.replace(adminRequest, '');
  const isSameHost = target.hostname === base.hostname;
  const isUpgrade = target.protocol !== base.protocol;
  return { url: addressOf(target), why: isSameHost && isUpgrade ? 'https' : isSameHost ? 'publicApi' : 'elsewhere' };
}

function addressOf(url: URL): string {
  return url.href.replace(/\/$/, '');
}
