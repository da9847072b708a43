import { type DemoServer, startDemoServer } from '../../../src/demo/demoServer.ts';
import type { ConnectionOptions, SecretName } from '../../../src/http/connectionOptions.ts';
import { startAlertGateway } from '../../gateways/alertGateway.ts';
import type { Certificate, Certificates } from '../../gateways/certificates.ts';
import { type FaultyGateway, type Misdeed, startFaultyGateway } from '../../gateways/faultyGateway.ts';
import { startKeyGateway, type Wanted } from '../../gateways/keyGateway.ts';
import { type ProxyLogin, startProxy } from '../../gateways/proxy.ts';
import { type Relay, startRelay } from '../../gateways/relay.ts';
import { startTlsGateway, type TlsGatewayOptions } from '../../gateways/tlsGateway.ts';

/** What stands between the client and the server while all is well. */
export type Way =
  | 'http'
  /** http that wants a key. */
  | 'key'
  | 'https'
  /** https that asks for a client certificate. */
  | 'mutual'
  /** http, by a proxy. */
  | 'proxy'
  /** https, through a proxy's tunnel. */
  | 'tunnel';

const key = 'ory_pat_right';

/** A server, the way to it, and what may be put there instead: the address that the client knows stays the same. */
export class Site {
  readonly demo: DemoServer;
  readonly certificates: Certificates;
  readonly way: Way;
  /** How long a request may take, in milliseconds: what it is when the request begins. */
  timeoutMs = 10_000;
  /** What the person has entered. */
  readonly secrets = new Map<SecretName, string>();
  readonly #relay: Relay;
  readonly #good: string;
  readonly #base: string;
  readonly #opened: { close(): Promise<void> }[];

  private constructor(given: {
    demo: DemoServer;
    certificates: Certificates;
    way: Way;
    relay: Relay;
    good: string;
    base: string;
    opened: { close(): Promise<void> }[];
  }) {
    this.demo = given.demo;
    this.certificates = given.certificates;
    this.way = given.way;
    this.#relay = given.relay;
    this.#good = given.good;
    this.#base = given.base;
    this.#opened = given.opened;
  }

  static async open(way: Way, certificates: Certificates): Promise<Site> {
    const demo = await startDemoServer({ identities: 20 });
    const opened: { close(): Promise<void> }[] = [demo];
    const keep = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
      const one = await starting;
      opened.push(one);
      return one;
    };
    const secure = { certificate: certificates.server };
    const server =
      way === 'https' || way === 'tunnel'
        ? (await keep(startTlsGateway(demo.url, secure))).url
        : way === 'mutual'
          ? (await keep(startTlsGateway(demo.url, { ...secure, clientAuthority: certificates.authority }))).url
          : way === 'key'
            ? (await keep(startKeyGateway(demo.url, { wants: { bearer: key } }))).url
            : demo.url;
    const byProxy = way === 'proxy' || way === 'tunnel';
    const good = byProxy ? (await keep(startProxy())).url : server;
    const relay = await keep(startRelay(good));
    const base = byProxy ? server : `${new URL(server).protocol}//127.0.0.1:${relay.port}`;
    const site = new Site({ demo, certificates, way, relay, good, base, opened });
    site.secrets.set('bearer', key);
    return site;
  }

  /** How a person would describe the connection; its deadline follows `timeoutMs`. */
  options(): ConnectionOptions {
    const site = this;
    const { files } = this.certificates;
    const byProxy = this.way === 'proxy' || this.way === 'tunnel';
    return {
      base: new URL(this.#base),
      authentication: { kind: this.way === 'key' ? 'bearer' : 'none' },
      clientCertificate:
        this.way === 'mutual'
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

  /** Connections that the client holds open now. */
  get open(): number {
    return this.#relay.open();
  }

  /** Nothing listens any more. */
  vanish(): Promise<void> {
    return this.#relay.pointAt(undefined);
  }

  async misbehave(misdeed: Misdeed): Promise<FaultyGateway> {
    const gateway = await this.#keep(startFaultyGateway(this.demo.url, misdeed));
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

  /** The alert of TLS that ends every handshake. */
  async alert(alert: number): Promise<void> {
    await this.#relay.pointAt((await this.#keep(startAlertGateway(alert))).url);
  }

  /** The server itself, without what stood before it. */
  bare(): Promise<void> {
    return this.#relay.pointAt(this.demo.url);
  }

  async askToLogIn(login: ProxyLogin): Promise<void> {
    await this.#relay.pointAt((await this.#keep(startProxy(login))).url);
  }

  /** All is well again. */
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
