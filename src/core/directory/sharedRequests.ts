import { untilAborted } from '../http/aborting.ts';
import { KratosError } from '../kratos/failure.ts';

interface SharedRequest<T> {
  readonly response: Promise<T>;
  readonly abort: AbortController;
  callers: number;
}

/** Requests that several callers share: at most one at a time for each key. */
export class SharedRequests<T> {
  readonly #requests = new Map<string, SharedRequest<T>>();

  /**
   * Joins the request for `key`, or sends it. An aborted caller fails as cancelled; the last one aborts the request.
   */
  async send(key: string, signal: AbortSignal | undefined, send: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal?.aborted) {
      throw cancelled();
    }
    const request = this.#requests.get(key) ?? this.#start(key, send);
    request.callers += 1;
    try {
      return await (signal === undefined ? request.response : untilAborted(request.response, signal, cancelled));
    } finally {
      request.callers -= 1;
      if (request.callers === 0 && this.#requests.get(key) === request) {
        this.#requests.delete(key);
        request.abort.abort();
      }
    }
  }

  /** Aborts all of them; their callers fail as cancelled. */
  abort(): void {
    for (const request of this.#requests.values()) {
      request.abort.abort();
    }
    this.#requests.clear();
  }

  #start(key: string, send: (signal: AbortSignal) => Promise<T>): SharedRequest<T> {
    const abort = new AbortController();
    const request: SharedRequest<T> = { response: send(abort.signal), abort, callers: 0 };
    const remove = () => {
      if (this.#requests.get(key) === request) {
        this.#requests.delete(key);
      }
    };
    request.response.then(remove, remove);
    this.#requests.set(key, request);
    return request;
  }
}

function cancelled(): KratosError {
  return new KratosError({ kind: 'cancelled' });
}
