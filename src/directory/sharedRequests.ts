import { KratosError } from '../kratos/failure.ts';

/** Requests that several askers may share: one under way for each key. */
export interface SharedRequests<T> {
  /** Joins the request for `key`, or sends it. An aborted asker leaves (cancelled); the last one to leave aborts the request. */
  ask(key: string, signal: AbortSignal | undefined, send: (signal: AbortSignal) => Promise<T>): Promise<T>;
  /** Aborts all of them; their askers are told that it was cancelled. */
  abort(): void;
}

interface Request<T> {
  readonly answer: Promise<T>;
  readonly abort: AbortController;
  askers: number;
}

export function createSharedRequests<T>(): SharedRequests<T> {
  const underWay = new Map<string, Request<T>>();

  function begin(key: string, send: (signal: AbortSignal) => Promise<T>): Request<T> {
    const abort = new AbortController();
    const request: Request<T> = { answer: send(abort.signal), abort, askers: 0 };
    const forget = () => {
      if (underWay.get(key) === request) {
        underWay.delete(key);
      }
    };
    request.answer.then(forget, forget);
    underWay.set(key, request);
    return request;
  }

  return {
    async ask(key, signal, send) {
      if (signal?.aborted) {
        throw new KratosError({ kind: 'cancelled' });
      }
      const request = underWay.get(key) ?? begin(key, send);
      request.askers += 1;
      try {
        return await answerOrAbort(request.answer, signal);
      } finally {
        request.askers -= 1;
        if (request.askers === 0 && underWay.get(key) === request) {
          underWay.delete(key);
          request.abort.abort();
        }
      }
    },
    abort() {
      for (const request of underWay.values()) {
        request.abort.abort();
      }
      underWay.clear();
    },
  };
}

function answerOrAbort<T>(answer: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) {
    return answer;
  }
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const leave = () => reject(new KratosError({ kind: 'cancelled' }));
  signal.addEventListener('abort', leave, { once: true });
  answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  return promise;
}
