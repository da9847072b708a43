import type { Dispatcher } from 'undici';
import type { ConnectionOptions } from './connectionOptions.ts';
import { directDispatcher, proxyDispatcher } from './dispatchers.ts';
import { chosenProxy } from './proxy/chosenProxy.ts';
import { proxyLogin } from './proxy/proxyLogin.ts';
import { fileStamp } from './tls/fileStamp.ts';
import { loadProxyMaterial, loadTlsMaterial, passphraseFor, type TlsMaterial } from './tls/tlsMaterial.ts';
import { TransportError } from './transport.ts';
import type { TransportParts } from './transportParts.ts';

/** How requests go out now: over connections of our own, or through VS Code's fetch. */
export type Way =
  | {
      readonly kind: 'own';
      readonly dispatcher: Dispatcher;
      /** The proxy on the way, as it may be shown. */
      readonly proxy: string | undefined;
      /** What must not appear in any text. */
      readonly secrets: readonly string[];
    }
  | { readonly kind: 'vscode' };

interface Kept {
  /** What it was made from. */
  readonly of: readonly unknown[];
  readonly dispatcher: Dispatcher;
}

/** The client certificate's key is in it, decrypted: kept for as long as its passphrase is, and the same. */
interface KeptMaterial {
  readonly passphrase: string | undefined;
  readonly loading: Promise<TlsMaterial>;
}

/**
 * Finds the way to one server anew for each request, for VS Code's settings may change, and keeps its connections as
 * long as it stays the same.
 */
export class Ways {
  readonly #options: ConnectionOptions;
  readonly #parts: TransportParts;
  readonly #origin: string;
  readonly #open = new Set<Dispatcher>();
  #kept: Kept | undefined;
  #material: KeptMaterial | undefined;
  #proxyMaterial: Promise<TlsMaterial> | undefined;
  /** Of the files, before they were read. */
  #stamp: string | undefined;

  constructor(options: ConnectionOptions, parts: TransportParts, origin: string) {
    this.#options = options;
    this.#parts = parts;
    this.#origin = origin;
  }

  async find(): Promise<Way> {
    const { network, environment, secrets } = this.#parts;
    const chosen = chosenProxy(this.#options, network, environment);
    if (chosen.kind === 'vscode') {
      return chosen;
    }
    if (chosen.kind === 'unusable') {
      throw new TransportError({ kind: 'proxyUnusable', proxy: chosen.shown });
    }
    await this.#noticeRenewedFiles();
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

  /**
   * A server may refuse an old client certificate in many ways, of which only some are failures of TLS, and may take it for
   * a while beside the new one: files that were renewed are read again before anything goes wrong.
   */
  async #noticeRenewedFiles(): Promise<void> {
    const stamp = await fileStamp(this.#options);
    if (stamp !== undefined && stamp !== this.#stamp) {
      this.#stamp = stamp;
      this.forgetFiles();
    }
  }

  /** Reads roots and certificates anew at the next request: a handshake failed, and the system's roots may be renewed meanwhile. */
  forgetFiles(): void {
    this.#material = undefined;
    this.#proxyMaterial = undefined;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open].map((dispatcher) => dispatcher.destroy()));
  }

  async #serverMaterial(): Promise<TlsMaterial | undefined> {
    if (this.#options.base.protocol !== 'https:') {
      return undefined;
    }
    const passphrase = await passphraseFor(this.#options, this.#parts.secrets, this.#origin);
    if (this.#material !== undefined && this.#material.passphrase !== passphrase) {
      this.#material = undefined;
      this.#leave();
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

  /** One for each way. */
  #dispatcher(of: readonly unknown[], make: () => Dispatcher): Dispatcher {
    const kept = this.#kept;
    if (kept?.of.length === of.length && of.every((part, place) => part === kept.of[place])) {
      return kept.dispatcher;
    }
    this.#leave();
    const dispatcher = make();
    this.#open.add(dispatcher);
    this.#kept = { of, dispatcher };
    return dispatcher;
  }

  /** What is open for the way so far ends when its last answer has come. */
  #leave(): void {
    const former = this.#kept?.dispatcher;
    this.#kept = undefined;
    if (former !== undefined) {
      void former.close().finally(() => this.#open.delete(former));
    }
  }
}
