import { type Failure, KratosError } from '../../../../src/core/kratos/failure.ts';
import type { ListReader, ListStep } from '../../../../src/core/kratos/listReader.ts';

/** An item as some reader saw it; `reading` counts the readers of its list. */
export interface Row {
  readonly id: string;
  readonly reading: number;
}

/** One question of a reader, to be answered by the test. */
export interface Question {
  readonly reading: number;
  readonly from: number;
  readonly signal: AbortSignal | undefined;
  /** The page at `from` of what the server holds now; also when the reader was aborted too late. */
  answer(): void;
  /** What the reader makes of an abort, and of any other failure. */
  fail(failure: Failure): void;
}

export const refused: Failure = { kind: 'refused', origin: 'http://127.0.0.1:4434', detail: 'ECONNREFUSED' };

/**
 * A list on a server, and the readers of it. Each question waits until the test answers it, so that a test decides
 * every order of events.
 */
export class ServerList {
  ids: readonly string[];
  readonly pageSize: number;
  /** Asked and not answered yet, the oldest first. */
  readonly questions: Question[] = [];
  asked = 0;
  readings = 0;

  constructor(total: number, pageSize: number) {
    this.ids = ids(total);
    this.pageSize = pageSize;
  }

  /** A reader at the beginning of the list. */
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

  /** Answers questions, also those that come up meanwhile, until there are none. */
  async answerAll(): Promise<void> {
    await settled();
    while (this.questions.length > 0) {
      this.questions[0]?.answer();
      await settled();
    }
  }

  /** Answers the oldest question. */
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

/** The one question that must be open. */
export function question(list: ServerList): Question {
  const [first] = list.questions;
  if (first === undefined) {
    throw new Error('nothing was asked');
  }
  return first;
}

/** After everything that promises set off: nothing here waits for anything else. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
