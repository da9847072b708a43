/** What VS Code is told of the network, as it is now: settings of the machine, never of a workspace. */
export interface NetworkSettings {
  /** http.proxy; undefined or empty when not set. */
  readonly proxy: string | undefined;
  /** http.noProxy. Where it has entries, NO_PROXY does not count, as in VS Code. */
  readonly noProxy: readonly string[];
  /** http.proxyAuthorization: the whole value of Proxy-Authorization. */
  readonly proxyAuthorization: string | undefined;
  /** http.proxySupport is not "off". */
  readonly proxySupport: boolean;
}

/** The variables of the environment that speak of proxies. */
export type Environment = Readonly<Record<string, string | undefined>>;
