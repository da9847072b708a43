import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PagedList } from '../../../../src/core/directory/pagedList.ts';
import { ids, type Row, refused, ServerList, settled } from './serverList.ts';

/** What people and servers may do in any order. Places choose among what is open at that moment. */
type Deed =
  | { readonly do: 'open' | 'more' | 'all' | 'all until told' | 'refresh' | 'retry' | 'retry by itself' }
  | { readonly do: 'cancel' | 'markOutdated' | 'tell one' | 'wait' }
  | { readonly do: 'answer' | 'fail' | 'obey the abort'; readonly place: number }
  | { readonly do: 'grow' };

const deed: fc.Arbitrary<Deed> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'open',
        'more',
        'all',
        'all until told',
        'refresh',
        'retry',
        'retry by itself',
        'cancel',
        'markOutdated',
        'tell one',
        'wait',
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constantFrom('answer', 'answer', 'fail', 'obey the abort'), place: fc.nat(5) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('grow') }) },
) as fc.Arbitrary<Deed>;

class Play {
  readonly server: ServerList;
  readonly list: PagedList<Row>;
  readonly promises: Promise<void>[] = [];
  readonly leavers: AbortController[] = [];
  #newest = 0;

  constructor(total: number, pageSize: number) {
    this.server = new ServerList(total, pageSize);
    this.list = new PagedList({ read: () => this.server.read(), onChange: () => this.checkRows() });
  }

  async perform(deed: Deed): Promise<void> {
    switch (deed.do) {
      case 'open':
      case 'more':
      case 'refresh':
      case 'retry':
      case 'all':
        this.promises.push(this.list[deed.do]());
        break;
      case 'retry by itself':
        this.promises.push(this.list.retry({ automatic: true }));
        break;
      case 'all until told': {
        const leaver = new AbortController();
        this.leavers.push(leaver);
        this.promises.push(this.list.all(leaver.signal));
        break;
      }
      case 'tell one':
        this.leavers.shift()?.abort();
        break;
      case 'cancel':
      case 'markOutdated':
        this.list[deed.do]();
        break;
      case 'wait':
        await settled();
        break;
      case 'grow':
        this.server.ids = ids(this.server.ids.length + 1);
        break;
      case 'answer':
        this.#choose(deed.place)?.answer();
        break;
      case 'fail':
        this.#choose(deed.place)?.fail(refused);
        break;
      case 'obey the abort': {
        const question = this.#choose(deed.place);
        if (question?.signal?.aborted) {
          question.fail({ kind: 'cancelled' });
        }
        break;
      }
    }
    this.checkQuestions();
  }

  #choose(place: number) {
    const { questions } = this.server;
    return questions[place % Math.max(1, questions.length)];
  }

  /** Unique, in the server's order, of one reading, and never of an older one than before. */
  checkRows(): void {
    const { items } = this.list.state;
    expect(items.map(({ id }) => id)).toEqual(ids(items.length));
    const readings = new Set(items.map(({ reading }) => reading));
    expect(readings.size).toBeLessThanOrEqual(1);
    for (const reading of readings) {
      expect(reading).toBeGreaterThanOrEqual(this.#newest);
      this.#newest = reading;
    }
  }

  /** Expects one task at a time, and at most one pending request of each reader. */
  checkQuestions(): void {
    const { questions } = this.server;
    expect(questions.filter(({ signal }) => !signal?.aborted).length).toBeLessThanOrEqual(1);
    expect(new Set(questions.map(({ reading }) => reading)).size).toBe(questions.length);
  }
}

test('keeps a list consistent, and can read it to its end, after any sequence of actions and responses', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(40),
      fc.integer({ min: 1, max: 12 }),
      fc.array(deed, { maxLength: 40 }),
      async (total, pageSize, deeds) => {
        const play = new Play(total, pageSize);
        for (const next of deeds) {
          await play.perform(next);
        }
        await play.server.answerAll();
        await Promise.all(play.promises);
        expect(play.list.state.phase.kind).not.toBe('loading');

        void play.list.all();
        await play.server.answerAll();
        const { phase, items, end } = play.list.state;
        expect(end).toEqual({ kind: 'complete', by: 'count' });
        expect(items.length).toBeGreaterThanOrEqual(total);
        // A refresh that failed after everything was read leaves its failure standing, and the rows.
        expect(phase.kind === 'ready' || (phase.kind === 'failed' && phase.at === 'refresh')).toBe(true);
      },
    ),
    { numRuns: 500 },
  );
});
