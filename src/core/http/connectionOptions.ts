import type { RateLimitTier } from './rateLimit/buckets.ts';

/** How one server is reached, without secrets, which come from `Secrets`. */
export interface ConnectionOptions {
  /** The admin API's address with its path prefix, without /admin; http://localhost for a Unix socket. */
  readonly base: URL;
  /** The socket file of a `unix:` address. */
  readonly socketPath?: string | undefined;
  readonly authentication: Authentication;
  readonly clientCertificate?: ClientCertificate | undefined;
  readonly tls: TlsOptions;
  readonly proxy: ProxyChoice;
  /** From the request to the body's last byte, with redirects and retries, without waits for the rate limit. */
  readonly timeoutMs: number;
  readonly rateLimit: RateLimitTier;
}

/** The options without the deadline, which is a setting of its own. */
export type ServerOptions = Omit<ConnectionOptions, 'timeoutMs'>;

export type Authentication =
  | { readonly kind: 'none' }
  /** Authorization: Bearer …; Ory Network project API keys. */
  | { readonly kind: 'bearer' }
  | { readonly kind: 'basic'; readonly username: string }
  /** Headers without a value are secrets. */
  | { readonly kind: 'headers'; readonly headers: readonly HeaderOption[] };

interface HeaderOption {
  readonly name: string;
  /** Undefined for a secret header. */
  readonly value: string | undefined;
}

export type ClientCertificate =
  | { readonly kind: 'pem'; readonly certificateFile: string; readonly keyFile: string }
  | { readonly kind: 'pkcs12'; readonly file: string };

export interface TlsOptions {
  /** PEM, added to the system's and Node's own roots. */
  readonly caFile?: string | undefined;
  readonly serverName?: string | undefined;
  /** False only if the user turned it off for this connection; never for production. */
  readonly verify: boolean;
}

export type ProxyChoice =
  /** http.proxy, http.noProxy, http.proxySupport and the environment. */
  | { readonly kind: 'automatic' }
  | { readonly kind: 'none' }
  | { readonly kind: 'this'; readonly url: URL }
  /** VS Code's own fetch: PAC files and system logins, no client certificate. */
  | { readonly kind: 'vscode' };

/**
 * The secrets of one connection. Each is returned only for the origin that it was entered for, so that a changed
 * address never gets an old key: the server's (see `serverOrigin`), or the proxy's for `proxyPassword` and
 * `proxyLogin`.
 */
export interface Secrets {
  get(secret: SecretName, origin: string): Promise<string | undefined>;
}

/**
 * `proxyPassword` belongs to the user in the proxy's address; `proxyLogin`, for an address without a user, is
 * "<user name>:<password>". Names of headers are lower-case.
 */
export type SecretName = 'bearer' | 'password' | 'passphrase' | 'proxyPassword' | 'proxyLogin' | `header:${string}`;

/** VS Code's own network settings, never those of a workspace. */
export interface NetworkSettings {
  /** http.proxy; undefined or empty when not set. */
  readonly proxy: string | undefined;
  /** http.noProxy. If it has entries, NO_PROXY is ignored, as in VS Code. */
  readonly noProxy: readonly string[];
  /** http.proxyAuthorization: the whole value of Proxy-Authorization. */
  readonly proxyAuthorization: string | undefined;
  /** http.proxySupport is not "off". */
  readonly proxySupport: boolean;
}

/** The environment's variables, of which those for proxies are read. */
export type EnvironmentVariables = Readonly<Record<string, string | undefined>>;

/** Returns what the secrets of a server are bound to: its origin, or "unix:" and the path of its socket. */
export function serverOrigin({ base, socketPath }: Pick<ConnectionOptions, 'base' | 'socketPath'>): string {
  return socketPath === undefined ? base.origin : `unix:${socketPath}`;
}

/** Returns the options of a server without access control that is reached directly: the demo's, and those of tests. */
export function defaultOptions(base: URL): ConnectionOptions {
  return {
    base,
    authentication: { kind: 'none' },
    tls: { verify: true },
    proxy: { kind: 'none' },
    timeoutMs: 30_000,
    rateLimit: 'unlimited',
  };
}
