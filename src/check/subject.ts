import { authenticationSecrets } from '../connections/secrets/secretPlaces.ts';
import { credentialsFor } from '../core/http/authentication.ts';
import {
  type EnvironmentVariables,
  type NetworkSettings,
  type Secrets,
  type ServerOptions,
  serverOrigin,
} from '../core/http/connectionOptions.ts';
import { type ChosenProxy, chosenProxy } from '../core/http/proxy/chosenProxy.ts';
import { type ProxyLogin, proxyLogin } from '../core/http/proxy/proxyLogin.ts';
import type { Server } from '../server/openServer.ts';

/** The connection that is checked. */
export interface CheckSubject {
  readonly name: string;
  readonly server: Pick<Server, 'transport' | 'waits' | 'pageBase'>;
  /** Undefined for the demo, whose server is inside this extension. */
  readonly route: CheckedRoute | undefined;
  /** Receives the version that the server reports. */
  readonly onVersion: (version: string) => void;
}

/** How requests of a connection reach its server now. */
export interface CheckedRoute {
  readonly options: ServerOptions;
  readonly secrets: Secrets;
  readonly proxy: ChosenProxy;
  /** Rejects with TransportError if the proxy's password is missing. */
  readonly proxyLogin: () => Promise<ProxyLogin | undefined>;
}

export function routeOf(
  options: ServerOptions,
  secrets: Secrets,
  network: NetworkSettings,
  environment: EnvironmentVariables,
): CheckedRoute {
  const proxy = chosenProxy(options, network, environment);
  return {
    options,
    secrets,
    proxy,
    proxyLogin: async () => (proxy.kind === 'proxy' ? await proxyLogin(proxy, network, secrets) : undefined),
  };
}

/** Returns every secret that requests may send, as stored and as sent, to keep them out of the report. */
export async function secretValues({ options, secrets, proxyLogin: login }: CheckedRoute): Promise<readonly string[]> {
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

/** Returns the host, without brackets, and the port of an address. */
export function hostAndPort(url: URL): { readonly host: string; readonly port: number } {
  const standard = url.protocol === 'https:' ? 443 : 80;
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port: url.port === '' ? standard : Number(url.port) };
}
