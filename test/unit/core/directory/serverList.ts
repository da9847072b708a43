import { type Failure, KratosError } from '../../../../src/core/kratos/failure.ts';
import type { ListReader, ListStep } from '../../../../src/core/kratos/listReader.ts';

/** An item as some reader saw it; `reading` counts the readers of its list. */
export interface Row {
  readonly id: string;
  readonly reading: number;
}

/** One pending request of a reader, to which the test responds. */
export interface Question {
  readonly reading: number;
  readonly from: number;
  readonly signal: AbortSignal | undefined;
  /** Responds with the page at `from` of what the server holds now, also when the reader was aborted too late. */
  answer(): void;
  /** Fails as a reader does after an abort or another failure. */
  fail(failure: Failure): void;
}

export const refused: Failure = { kind: 'refused', origin: 'http://127.0.0.1:4434', detail: 'ECONNREFUSED' };

/**
 * A list on a server, and its readers. Each request is pending until the test responds, so that a test decides the
 * order of all events.
 */
export class ServerList {
  ids: readonly string[];
  readonly pageSize: number;
  /** The pending requests, the oldest first. */
  readonly questions: Question[] = [];
  asked = 0;
  readings = 0;

  constructor(total: number, pageSize: number) {
    this.ids = ids(total);
    this.pageSize = pageSize;
  }

  /** Returns a reader at the beginning of the list. */
  read(): ListReader<Row> {
    this.readings += 1;
    const reading = this.readings;
    let from = 0;
    const next = async (signal?: AbortSignal): Promise<ListStep<Row>> => {
      const step = await this.#ask(reading, from, signal);
      from += step.items.length;
      return step;
    };
    return {
      next,
      async *rest(signal) {
        let step: ListStep<Row>;
        do {
          step = await next(signal);
          yield step;
        } while (step.end.kind === 'more');
      },
    };
  }

  /** Responds to all requests, also those that are sent meanwhile, until none is pending. */
  async answerAll(): Promise<void> {
    await settled();
    while (this.questions.length > 0) {
      this.questions[0]?.answer();
      await settled();
    }
  }

  /** Responds to the oldest request. */
  async answerOne(): Promise<void> {
    await settled();
    question(this).answer();
    await settled();
  }

  async failOne(failure: Failure = refused): Promise<void> {
    await settled();
    question(this).fail(failure);
    await settled();
  }

  #ask(reading: number, from: number, signal: AbortSignal | undefined): Promise<ListStep<Row>> {
    this.asked += 1;
    const { promise, resolve, reject } = Promise.withResolvers<ListStep<Row>>();
    const asked: Question = {
      reading,
      from,
      signal,
      answer: () => {
        this.#forget(asked);
        resolve(this.#page(reading, from));
      },
      fail: (failure) => {
        this.#forget(asked);
        reject(new KratosError(failure));
      },
    };
    this.questions.push(asked);
    return promise;
  }

  #forget(asked: Question): void {
    this.questions.splice(this.questions.indexOf(asked), 1);
  }

  #page(reading: number, from: number): ListStep<Row> {
    const to = from + this.pageSize;
    return {
      change: 'append',
      items: this.ids.slice(from, to).map((id) => ({ id, reading })),
      total: this.ids.length,
      end: to < this.ids.length ? { kind: 'more' } : { kind: 'complete', by: 'count' },
    };
  }
}

export function ids(total: number): string[] {
  return Array.from({ length: total }, (_, place) => `id${place}`);
}

/** Returns the oldest pending request. Throws if there is none. */
export function question(list: ServerList): Question {
  const [first] = list.questions;
  if (first === undefined) {
    throw new Error('nothing was asked');
  }
  return first;
}

/** Resolves after all reactions of promises, which are all that runs here. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
