import type { Dispatcher } from 'undici';
import { abortError, untilAborted } from './aborting.ts';
import { credentialsFor } from './authentication.ts';
import {
  type ConnectionOptions,
  type EnvironmentVariables,
  type NetworkSettings,
  type Secrets,
  serverOrigin,
} from './connectionOptions.ts';
import { Deadline } from './deadline.ts';
import { DispatcherCache } from './dispatcherCache.ts';
import { type Outgoing, ReceivedBody, receiveByFetch } from './receiveByFetch.ts';
import { redactFailure, redactText } from './redact.ts';
import { systemFailure } from './systemFailure.ts';
import {
  type HttpRequest,
  type HttpResponse,
  type Transport,
  TransportError,
  type TransportFailure,
  type WriteAccess,
} from './transport.ts';

/** What a transport takes from its surroundings. */
export interface TransportParts {
  readonly secrets: Secrets;
  readonly network: () => NetworkSettings;
  readonly environment: EnvironmentVariables;
  readonly mayWrite: WriteAccess['isValid'];
}

const defaultParts: TransportParts = {
  secrets: { get: () => Promise.resolve(undefined) },
  network: () => ({ proxy: undefined, noProxy: [], proxyAuthorization: undefined, proxySupport: true }),
  environment: {},
  mayWrite: () => false,
};

const maxRedirects = 3;
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/** Sends each request once, over connections of its own. By default: no secrets, no proxies, nothing may be written. */
export class UndiciTransport implements Transport {
  readonly #options: ConnectionOptions;
  readonly #parts: TransportParts;
  readonly #origin: string;
  readonly #dispatchers: DispatcherCache;
  readonly #closing = new AbortController();
  /** Every secret that was sent: none of them may come back in a text. */
  readonly #hidden = new Set<string>();

  constructor(options: ConnectionOptions, parts: Partial<TransportParts> = {}) {
    this.#options = options;
    this.#parts = { ...defaultParts, ...parts };
    this.#origin = serverOrigin(options);
    this.#dispatchers = new DispatcherCache(options, this.#parts, this.#origin);
  }

  async send(request: HttpRequest): Promise<HttpResponse> {
    this.#refuseLocked(request);
    const { timeoutMs } = this.#options;
    const { spent } = request;
    const deadline = new Deadline(
      timeoutMs - (spent?.milliseconds ?? 0),
      () => new TransportError({ kind: 'timeout', origin: this.#origin, seconds: timeoutMs / 1000 }),
    );
    const ends = [this.#closing.signal, deadline.signal, ...(request.signal === undefined ? [] : [request.signal])];
    try {
      const response = await this.#exchange(request, deadline, AbortSignal.any(ends));
      return { ...response, redact: (text) => redactText(text, this.#hidden) };
    } catch (error) {
      const failure = this.#failure(error);
      if (failure.kind === 'tls') {
        this.#dispatchers.forgetFiles();
      }
      // Without the cause, whose texts may contain secrets.
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
    await this.#dispatchers.close();
  }

  async #exchange(request: HttpRequest, deadline: Deadline, signal: AbortSignal): Promise<HttpResponse> {
    const { base, clientCertificate, timeoutMs } = this.#options;
    if (signal.aborted) {
      throw abortError(signal);
    }
    const [credentials, route] = await untilAborted(
      Promise.all([credentialsFor(this.#options, this.#parts.secrets, this.#origin), this.#dispatchers.get()]),
      signal,
    );
    for (const secret of [...credentials.secrets, ...(route.kind === 'own' ? route.secrets : [])]) {
      this.#hidden.add(secret);
    }
    const circumstances = {
      origin: this.#origin,
      seconds: timeoutMs / 1000,
      sendsCertificate: clientCertificate !== undefined,
    };
    const body = request.method === 'GET' || request.json === undefined ? undefined : JSON.stringify(request.json);
    const headers = {
      accept: 'application/json',
      'cache-control': 'no-cache',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...credentials.headers,
    };
    const prefix = base.pathname.replace(/\/+$/, '');
    const first = new URL(base.origin + prefix + request.path + queryText(request.query));
    const exchange = async (url: URL) => {
      const beforeSent = () => this.#refuseLocked(request);
      // The unlock may have ended while secrets and files were read.
      beforeSent();
      const outgoing: Outgoing = { method: request.method, url, headers, body, signal, circumstances, beforeSent };
      const sentAt = Date.now();
      const started = performance.now();
      const response = await (route.kind === 'vscode'
        ? receiveByFetch(outgoing)
        : receive(route.dispatcher, route.proxy, outgoing));
      return { ...response, timing: { sentAt, milliseconds: performance.now() - started } };
    };
    return this.#follow(request, first, exchange, deadline);
  }

  /** Throws if the request changes something and its permit is not valid now. */
  #refuseLocked(request: HttpRequest): void {
    if (request.method !== 'GET' && !this.#parts.mayWrite(request.permit)) {
      throw new TransportError({ kind: 'locked' });
    }
  }

  /** Follows redirects of a GET within the origin. */
  async #follow(
    { method, nextTurn }: HttpRequest,
    first: URL,
    exchange: (url: URL) => Promise<HttpResponse>,
    deadline: Deadline,
  ): Promise<HttpResponse> {
    const origin = this.#origin;
    let url = first;
    for (let redirects = 0; ; redirects += 1) {
      const response = await exchange(url);
      const location = redirectStatuses.has(response.status) ? response.headers.location : undefined;
      if (location === undefined) {
        return response;
      }
      const target = URL.parse(location, url.href);
      // "blob:https://host/…" has the origin of the address in it, too.
      const isElsewhere = target === null || target.protocol !== first.protocol || target.origin !== first.origin;
      if (method !== 'GET' || isElsewhere) {
        // A key must not reach another origin.
        throw new TransportError({ kind: 'redirectedAway', origin, target: shownTarget(target?.href ?? location) });
      }
      if (redirects === maxRedirects) {
        const detail = `more than ${maxRedirects} redirects, the last to ${target.pathname}`;
        throw new TransportError({ kind: 'network', origin, detail });
      }
      await deadline.without(async () => nextTurn?.(response));
      // A login in the address is neither sent nor shown.
      url = Object.assign(target, { username: '', password: '' });
    }
  }

  #failure(error: unknown): TransportFailure {
    const failure: TransportFailure =
      error instanceof TransportError
        ? error.failure
        : { kind: 'network', origin: this.#origin, detail: error instanceof Error ? error.message : String(error) };
    return redactFailure(failure, this.#hidden);
  }
}

/**
 * Sends over `dispatcher` and reads the whole body. Rejects as soon as the signal aborts, even while undici waits for a
 * connection. `proxy` is the one in between.
 */
function receive(dispatcher: Dispatcher, proxy: string | undefined, outgoing: Outgoing): Promise<HttpResponse> {
  const { method, url, headers: sent, signal, circumstances } = outgoing;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    let status: number | undefined;
    let headers: Readonly<Record<string, string>> = {};
    const body = new ReceivedBody(circumstances.origin);

    const fail = (error: unknown) => {
      signal.removeEventListener('abort', onAbort);
      const failedIn = { ...circumstances, proxy, inBody: status !== undefined };
      reject(error instanceof TransportError ? error : new TransportError(systemFailure(error, failedIn)));
    };
    const onAbort = () => {
      const error = abortError(signal);
      controller?.abort(error);
      fail(error);
    };
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort);

    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(started) {
        controller = started;
        if (signal.aborted) {
          started.abort(abortError(signal));
          return;
        }
        try {
          outgoing.beforeSent();
        } catch (error) {
          started.abort(error as Error);
        }
      },
      onResponseStart(_controller, statusCode, received) {
        // An informational response (1xx) is not the response yet.
        status = statusCode < 200 ? undefined : statusCode;
        headers = Object.fromEntries(
          Object.entries(received).map(([name, value = '']) => [name, [value].flat().join(', ')]),
        );
      },
      onResponseData(_controller, chunk) {
        body.add(chunk);
      },
      onResponseEnd() {
        signal.removeEventListener('abort', onAbort);
        resolve({ status: status ?? 0, headers, body: body.whole() });
      },
      onResponseError(_controller, error) {
        // For a proxy's 407, undici lets the response go on.
        controller?.abort(error);
        fail(error);
      },
    };
    try {
      const path = url.pathname + url.search;
      dispatcher.dispatch({ origin: url.origin, path, method, headers: sent, body: outgoing.body ?? null }, handler);
    } catch (error) {
      fail(error);
    }
  });
}

/** Returns the address in a redirect without its login, query and fragment, each of which may hold a secret. */
function shownTarget(target: string): string {
  return target.replace(/[?#].*/s, '').replace(/\/\/[^/]*@/, '//');
}

function queryText(query: HttpRequest['query']): string {
  if (query === undefined || query.length === 0) {
    return '';
  }
  return `?${query.map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&')}`;
}
