import { abortError, untilAborted } from './aborting.ts';
import { credentialsFor } from './authentication.ts';
import type { ConnectionOptions } from './connectionOptions.ts';
import { Deadline } from './deadline.ts';
import type { Exchange } from './exchange.ts';
import { type Outgoing, receive } from './receive.ts';
import { receiveByFetch } from './receiveByFetch.ts';
import { serverOrigin } from './serverOrigin.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  type Transport,
  TransportError,
  type TransportFailure,
} from './transport.ts';
import { noParts, type TransportParts } from './transportParts.ts';
import { Ways } from './ways.ts';
import { headersWithoutSecrets, textWithoutSecrets, withoutSecrets } from './withoutSecrets.ts';

const maxRedirects = 3;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Sends requests to one server, each once, over connections of its own. Parts that are left out are as in `noParts`. */
export function createUndiciTransport(options: ConnectionOptions, parts: Partial<TransportParts> = {}): Transport {
  return new UndiciTransport(options, { ...noParts, ...parts });
}

class UndiciTransport implements Transport {
  readonly #options: ConnectionOptions;
  readonly #parts: TransportParts;
  /** The server as secrets are bound to it and failures name it. */
  readonly #origin: string;
  readonly #ways: Ways;
  readonly #closing = new AbortController();
  /** Every secret that went out: none of them may come back in a text. */
  readonly #hidden = new Set<string>();

  constructor(options: ConnectionOptions, parts: TransportParts) {
    this.#options = options;
    this.#parts = parts;
    this.#origin = serverOrigin(options);
    this.#ways = new Ways(options, parts, this.#origin);
  }

  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { timeoutMs } = this.#options;
    const { spent } = request;
    const deadline = new Deadline(
      timeoutMs - (spent?.milliseconds ?? 0),
      () => new TransportError({ kind: 'timeout', origin: this.#origin, seconds: timeoutMs / 1000 }),
    );
    const ends = [this.#closing.signal, deadline.signal, ...(request.signal === undefined ? [] : [request.signal])];
    const report = (outcome: Exchange['outcome']) => {
      const { method, template } = request;
      this.#parts.onExchange?.({ method, template, milliseconds: deadline.stop(), outcome });
    };
    try {
      const answer = await this.#ask(request, deadline, AbortSignal.any(ends));
      const headers = headersWithoutSecrets(answer.headers, this.#hidden);
      report({ kind: 'answered', status: answer.status, bytes: answer.body.length, headers });
      return { ...answer, withoutSecrets: (text) => textWithoutSecrets(text, this.#hidden) };
    } catch (error) {
      const failure = this.#failure(error);
      if (failure.kind === 'tls') {
        this.#ways.forgetFiles();
      }
      report({ kind: 'failed', failure });
      // Without the cause, whose texts are not looked through for secrets.
      throw new TransportError(failure);
    } finally {
      const milliseconds = deadline.stop();
      if (spent !== undefined) {
        spent.milliseconds += milliseconds;
      }
    }
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#ways.close();
  }

  async #ask(request: HttpRequest, deadline: Deadline, signal: AbortSignal): Promise<HttpAnswer> {
    const { base, clientCertificate, timeoutMs } = this.#options;
    if (signal.aborted) {
      throw abortError(signal);
    }
    const [credentials, way] = await untilAborted(
      Promise.all([credentialsFor(this.#options, this.#parts.secrets, this.#origin), this.#ways.find()]),
      signal,
    );
    for (const secret of [...credentials.secrets, ...(way.kind === 'own' ? way.secrets : [])]) {
      this.#hidden.add(secret);
    }
    const circumstances = {
      origin: this.#origin,
      seconds: timeoutMs / 1000,
      givesCertificate: clientCertificate !== undefined,
    };
    const headers = { accept: 'application/json', 'cache-control': 'no-cache', ...credentials.headers };
    const prefix = base.pathname.replace(/\/+$/, '');
    const first = new URL(base.origin + prefix + request.path + queryText(request.query));
    const ask = async (url: URL) => {
      const outgoing: Outgoing = { url, headers, signal, circumstances };
      const at = Date.now();
      const started = performance.now();
      const answer = await (way.kind === 'vscode'
        ? receiveByFetch(outgoing)
        : receive(way.dispatcher, way.proxy, outgoing));
      return { ...answer, asked: { at, milliseconds: performance.now() - started } };
    };
    return this.#follow(first, ask, (answer) => deadline.without(async () => request.nextTurn?.(answer)));
  }

  /** Follows redirects within the origin alone. */
  async #follow(
    first: URL,
    ask: (url: URL) => Promise<HttpAnswer>,
    nextTurn: (answer: HttpAnswer) => Promise<void>,
  ): Promise<HttpAnswer> {
    const origin = this.#origin;
    let url = first;
    for (let redirects = 0; ; redirects += 1) {
      const answer = await ask(url);
      const location = redirectStatuses.has(answer.status) ? answer.headers.location : undefined;
      if (location === undefined) {
        return answer;
      }
      const target = URL.parse(location, url.href);
      // "blob:https://host/…" has the origin of the address in it, too.
      if (target === null || target.protocol !== first.protocol || target.origin !== first.origin) {
        // A stored key must never follow.
        throw new TransportError({ kind: 'redirectedAway', origin, target: shownTarget(target) ?? location });
      }
      if (redirects === maxRedirects) {
        const detail = `more than ${maxRedirects} redirects, the last to ${target.pathname}`;
        throw new TransportError({ kind: 'network', origin, detail });
      }
      await nextTurn(answer);
      url = target;
    }
  }

  #failure(error: unknown): TransportFailure {
    const failure: TransportFailure =
      error instanceof TransportError
        ? error.failure
        : { kind: 'network', origin: this.#origin, detail: error instanceof Error ? error.message : String(error) };
    return withoutSecrets(failure, this.#hidden);
  }
}

/** The address in a redirect without its login, query and fragment, each of which may hold a secret. */
function shownTarget(target: URL | null): string | undefined {
  const shown = target && Object.assign(new URL(target), { username: '', password: '', search: '', hash: '' });
  return shown?.href;
}

function queryText(query: HttpRequest['query']): string {
  if (query === undefined || query.length === 0) {
    return '';
  }
  return `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}
