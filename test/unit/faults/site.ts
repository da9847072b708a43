import type { ConnectionOptions, SecretName } from '../../../src/core/http/connectionOptions.ts';
import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import { startAlertGateway } from '../../gateways/alertGateway.ts';
import type { Certificate, Certificates } from '../../gateways/certificates.ts';
import { type FaultyGateway, type GatewayFault, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { startKeyGateway, type Wanted } from '../../gateways/keyGateway.ts';
import { type ProxyLogin, startProxy } from '../../gateways/proxy.ts';
import { type Relay, startRelay } from '../../gateways/relay.ts';
import { startTlsGateway, type TlsGatewayOptions } from '../../gateways/tlsGateway.ts';

/** What is between the client and the server while there is no fault. */
export type Route =
  | 'http'
  /** http that requires a key. */
  | 'key'
  | 'https'
  /** https that requires a client certificate. */
  | 'mutual'
  /** http, by a proxy. */
  | 'proxy'
  /** https, through a proxy's tunnel. */
  | 'tunnel';

const key = 'ory_pat_right';

/** A server, and what replaces it during a fault. The client's address stays the same. */
export class Site {
  readonly demo: DemoServer;
  readonly certificates: Certificates;
  readonly route: Route;
  /** The deadline of requests that begin, in milliseconds. */
  timeoutMs = 10_000;
  /** The secrets that were entered. */
  readonly secrets = new Map<SecretName, string>();
  readonly #relay: Relay;
  readonly #good: string;
  readonly #base: string;
  readonly #opened: { close(): Promise<void> }[];

  private constructor(given: {
    demo: DemoServer;
    certificates: Certificates;
    route: Route;
    relay: Relay;
    good: string;
    base: string;
    opened: { close(): Promise<void> }[];
  }) {
    this.demo = given.demo;
    this.certificates = given.certificates;
    this.route = given.route;
    this.#relay = given.relay;
    this.#good = given.good;
    this.#base = given.base;
    this.#opened = given.opened;
  }

  static async open(route: Route, certificates: Certificates): Promise<Site> {
    const demo = await startDemoServer({ identities: 20 });
    const opened: { close(): Promise<void> }[] = [demo];
    const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
      const one = await starting;
      opened.push(one);
      return one;
    };
    const secure = { certificate: certificates.server };
    const server =
      route === 'https' || route === 'tunnel'
        ? (await keep(startTlsGateway(demo.url, secure))).url
        : route === 'mutual'
          ? (await keep(startTlsGateway(demo.url, { ...secure, clientAuthority: certificates.authority }))).url
          : route === 'key'
            ? (await keep(startKeyGateway(demo.url, { wants: { bearer: key } }))).url
            : demo.url;
    const byProxy = route === 'proxy' || route === 'tunnel';
    const good = byProxy ? (await keep(startProxy())).url : server;
    const relay = await keep(startRelay(good));
    const base = byProxy ? server : `${new URL(server).protocol}//127.0.0.1:${relay.port}`;
    const site = new Site({ demo, certificates, route, relay, good, base, opened });
    site.secrets.set('bearer', key);
    return site;
  }

  /** Returns the options of the connection, whose deadline follows `timeoutMs`. */
  options(): ConnectionOptions {
    const site = this;
    const { files } = this.certificates;
    const byProxy = this.route === 'proxy' || this.route === 'tunnel';
    return {
      base: new URL(this.#base),
      authentication: { kind: this.route === 'key' ? 'bearer' : 'none' },
      clientCertificate:
        this.route === 'mutual'
          ? { kind: 'pem', certificateFile: files.clientCertificate, keyFile: files.clientKey }
          : undefined,
      tls: { caFile: this.#base.startsWith('https:') ? files.authority : undefined, verify: true },
      proxy: byProxy ? { kind: 'this', url: new URL(`http://127.0.0.1:${this.#relay.port}`) } : { kind: 'none' },
      get timeoutMs() {
        return site.timeoutMs;
      },
      rateLimit: 'auto',
    };
  }

  /** The number of connections that the client has open. */
  get open(): number {
    return this.#relay.open();
  }

  /** Stops listening. */
  vanish(): Promise<void> {
    return this.#relay.pointAt(undefined);
  }

  async setFault(fault: GatewayFault): Promise<FaultyGateway> {
    const gateway = await this.#keep(startFaultyGateway(this.demo.url, fault));
    await this.#relay.pointAt(gateway.url);
    return gateway;
  }

  async want(wants: Wanted | undefined, prefix = ''): Promise<void> {
    await this.#relay.pointAt(
      (await this.#keep(startKeyGateway(this.demo.url, { ...(wants && { wants }), prefix }))).url,
    );
  }

  async show(certificate: Certificate, more: Omit<TlsGatewayOptions, 'certificate'> = {}): Promise<void> {
    await this.#relay.pointAt((await this.#keep(startTlsGateway(this.demo.url, { certificate, ...more }))).url);
  }

  /** Ends every handshake with a TLS alert. */
  async alert(alert: number): Promise<void> {
    await this.#relay.pointAt((await this.#keep(startAlertGateway(alert))).url);
  }

  /** Connects the client directly to the server. */
  bare(): Promise<void> {
    return this.#relay.pointAt(this.demo.url);
  }

  async requireLogin(login: ProxyLogin): Promise<void> {
    await this.#relay.pointAt((await this.#keep(startProxy(login))).url);
  }

  /** Ends the fault. */
  mend(): Promise<void> {
    this.secrets.set('bearer', key);
    return this.#relay.pointAt(this.#good);
  }

  async close(): Promise<void> {
    await Promise.all(this.#opened.map((one) => one.close()));
  }

  async #keep<T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> {
    const one = await starting;
    this.#opened.push(one);
    return one;
  }
}
