import { authenticationSecrets } from '../connections/secrets/secretPlaces.ts';
import { credentialsFor } from '../http/authentication.ts';
import {
  type Environment,
  type NetworkSettings,
  type Secrets,
  type ServerOptions,
  serverOrigin,
} from '../http/connectionOptions.ts';
import { type ChosenProxy, chosenProxy } from '../http/proxy/chosenProxy.ts';
import { type ProxyLogin, proxyLogin } from '../http/proxy/proxyLogin.ts';
import { systemFailure } from '../http/systemFailure.ts';
import { TransportError, type TransportFailure } from '../http/transport.ts';
import type { Server } from '../server/openServer.ts';

/** The connection that is checked, with all that decides how its server is reached. */
export interface Subject {
  readonly name: string;
  readonly server: Pick<Server, 'transport' | 'waits'>;
  /** Undefined for the demo: its server is inside this extension, and there is no way to look at. */
  readonly way: Way | undefined;
}

export interface Way {
  readonly options: ServerOptions;
  readonly secrets: Secrets;
  readonly proxy: ChosenProxy;
  /** What a proxy is told of who asks. Fails with TransportError when its password is missing. */
  readonly proxyLogin: () => Promise<ProxyLogin | undefined>;
}

/** The way that requests of a connection take now. */
export function wayOf(
  options: ServerOptions,
  secrets: Secrets,
  network: NetworkSettings,
  environment: Environment,
): Way {
  const proxy = chosenProxy(options, network, environment);
  return {
    options,
    secrets,
    proxy,
    proxyLogin: async () => (proxy.kind === 'proxy' ? await proxyLogin(proxy, network, secrets) : undefined),
  };
}

/**
 * Every secret value that requests on this way may carry, to keep them out of what is shown: as they are kept, and as they
 * are sent. What cannot be read is not sent.
 */
export async function secretValues({ options, secrets, proxyLogin: login }: Way): Promise<readonly string[]> {
  const origin = serverOrigin(options);
  const names = [...authenticationSecrets(options.authentication), 'passphrase'] as const;
  const [kept, sent, proxySecrets] = await Promise.all([
    Promise.all(names.map((name) => secrets.get(name, origin).catch(() => undefined))),
    orNone(credentialsFor(options, secrets, origin)),
    orNone(login()),
  ]);
  return [...kept, ...sent, ...proxySecrets].filter((value): value is string => value !== undefined && value !== '');
}

async function orNone(work: Promise<{ readonly secrets: readonly string[] } | undefined>): Promise<readonly string[]> {
  try {
    return (await work)?.secrets ?? [];
  } catch {
    return [];
  }
}

/** Host and port to connect to: of the proxy where there is one. */
export function endOf(url: URL): { readonly host: string; readonly port: number } {
  const standard = url.protocol === 'https:' ? 443 : 80;
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? standard : Number(url.port) };
}

/** Why a step of our own failed, as a request would say it. */
export function transportFailureOf(error: unknown, { options, proxy }: Way, seconds: number): TransportFailure {
  return error instanceof TransportError
    ? error.failure
    : systemFailure(error, {
        origin: serverOrigin(options),
        seconds,
        inBody: false,
        proxy: proxy.kind === 'proxy' ? proxy.shown : undefined,
        givesCertificate: options.clientCertificate !== undefined,
      });
}
