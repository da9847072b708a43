import { stat } from 'node:fs/promises';
import type { Dispatcher } from 'undici';
import type { ConnectionOptions } from './connectionOptions.ts';
import { directDispatcher, proxyDispatcher } from './dispatchers.ts';
import { chosenProxy } from './proxy/chosenProxy.ts';
import { proxyLogin } from './proxy/proxyLogin.ts';
import { loadProxyMaterial, loadTlsMaterial, passphraseFor, type TlsMaterial } from './tls/tlsMaterial.ts';
import { TransportError } from './transport.ts';
import type { TransportParts } from './undiciTransport.ts';

/** How a request is sent: over connections of our own, or through VS Code's fetch. */
type Route =
  | {
      readonly kind: 'own';
      readonly dispatcher: Dispatcher;
      /** The proxy's address without its login. */
      readonly proxy: string | undefined;
      /** Values that no text may contain. */
      readonly secrets: readonly string[];
    }
  | { readonly kind: 'vscode' };

interface CachedDispatcher {
  /** What it was made from. */
  readonly of: readonly unknown[];
  readonly dispatcher: Dispatcher;
}

/** The client certificate's decrypted key, cached only while its passphrase is stored and unchanged. */
interface CachedMaterial {
  readonly passphrase: string | undefined;
  readonly loading: Promise<TlsMaterial>;
}

/** Chooses the route for each request, because VS Code's settings may change, and reuses connections while it stays. */
export class DispatcherCache {
  readonly #options: ConnectionOptions;
  readonly #parts: Pick<TransportParts, 'secrets' | 'network' | 'environment'>;
  readonly #origin: string;
  readonly #open = new Set<Dispatcher>();
  #cached: CachedDispatcher | undefined;
  #material: CachedMaterial | undefined;
  #proxyMaterial: Promise<TlsMaterial> | undefined;
  /** Of the files, before they were read. */
  #stamp: string | undefined;

  constructor(
    options: ConnectionOptions,
    parts: Pick<TransportParts, 'secrets' | 'network' | 'environment'>,
    origin: string,
  ) {
    this.#options = options;
    this.#parts = parts;
    this.#origin = origin;
  }

  async get(): Promise<Route> {
    const { environment, secrets } = this.#parts;
    const network = this.#parts.network();
    const chosen = chosenProxy(this.#options, network, environment);
    if (chosen.kind === 'vscode') {
      return chosen;
    }
    if (chosen.kind === 'unusable') {
      throw new TransportError({ kind: 'proxyUnusable', proxy: chosen.shown });
    }
    await this.#forgetRenewedFiles();
    if (chosen.kind === 'direct') {
      const material = await this.#serverMaterial();
      const dispatcher = this.#dispatcher([material], () => directDispatcher(this.#options, material));
      return { kind: 'own', dispatcher, proxy: undefined, secrets: [] };
    }
    const { url } = chosen;
    const [login, material, own] = await Promise.all([
      proxyLogin(chosen, network, secrets),
      this.#serverMaterial(),
      url.protocol === 'https:' ? this.#materialForProxy() : undefined,
    ]);
    const dispatcher = this.#dispatcher([material, own, url.origin, login?.authorization], () =>
      proxyDispatcher(this.#options, material, { url, authorization: login?.authorization, material: own }),
    );
    return { kind: 'own', dispatcher, proxy: chosen.shown, secrets: login?.secrets ?? [] };
  }

  /** A server may refuse an old client certificate without a TLS error, so renewed files are read again before one. */
  async #forgetRenewedFiles(): Promise<void> {
    const stamp = await fileStamp(this.#options);
    if (stamp !== undefined && stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.forgetFiles();
    }
  }

  /** Has the connection's files read again by the next request. */
  forgetFiles(): void {
    this.#material = undefined;
    this.#proxyMaterial = undefined;
  }

  async close(): Promise<void> {
    // Retiring a destroyed dispatcher would reject.
    this.#cached = undefined;
    await Promise.all([...this.#open].map((dispatcher) => dispatcher.destroy()));
  }

  async #serverMaterial(): Promise<TlsMaterial | undefined> {
    if (this.#options.base.protocol !== 'https:') {
      return undefined;
    }
    const passphrase = await passphraseFor(this.#options, this.#parts.secrets, this.#origin);
    if (this.#material !== undefined && this.#material.passphrase !== passphrase) {
      this.#material = undefined;
      this.#retire();
    }
    this.#material ??= {
      passphrase,
      loading: this.#read(() => loadTlsMaterial(this.#options, passphrase, this.#origin)),
    };
    return this.#material.loading;
  }

  #materialForProxy(): Promise<TlsMaterial> {
    this.#proxyMaterial ??= this.#read(() => loadProxyMaterial(this.#options));
    return this.#proxyMaterial;
  }

  #read(load: () => Promise<TlsMaterial>): Promise<TlsMaterial> {
    const loading = load();
    loading.catch(() => this.forgetFiles());
    return loading;
  }

  #dispatcher(parts: readonly unknown[], make: () => Dispatcher): Dispatcher {
    const of = [...parts, this.#options.timeoutMs];
    const cached = this.#cached;
    if (cached?.of.length === of.length && of.every((part, place) => part === cached.of[place])) {
      return cached.dispatcher;
    }
    this.#retire();
    const dispatcher = make();
    this.#open.add(dispatcher);
    this.#cached = { of, dispatcher };
    return dispatcher;
  }

  /** Closes the cached dispatcher's connections after their last response. */
  #retire(): void {
    const former = this.#cached?.dispatcher;
    this.#cached = undefined;
    if (former !== undefined) {
      void former.close().finally(() => this.#open.delete(former));
    }
  }
}

/** Returns a text that changes when one of the connection's files is renewed; undefined while one cannot be read. */
async function fileStamp({
  clientCertificate: certificate,
  tls,
}: Pick<ConnectionOptions, 'clientCertificate' | 'tls'>): Promise<string | undefined> {
  const own = certificate?.kind === 'pem' ? [certificate.certificateFile, certificate.keyFile] : [certificate?.file];
  const files = [tls.caFile, ...own].filter((file) => file !== undefined);
  try {
    return (await Promise.all(files.map(stampOf))).join();
  } catch {
    return undefined;
  }
}

/** Of the file itself if the path is a link: renewals often put another link in its place. */
async function stampOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file);
  return [dev, ino, size, mtimeMs, ctimeMs].join('/');
}
