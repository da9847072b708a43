import { addressTest } from '../ipAddresses.ts';
import { isQueryField, type QueryField, type QueryTerm, queryTerms } from './terms.ts';
import { timeSpan } from './times.ts';

/** What a query is compared with: the values of one row. Of a session with several devices, those of all of them. */
export interface QueryFacts {
  readonly ip: readonly string[];
  readonly userAgent: readonly string[];
  readonly device: readonly string[];
  readonly country: readonly string[];
  readonly place: readonly string[];
  readonly methods: readonly string[];
  readonly providers: readonly string[];
  readonly aal: readonly string[];
  readonly state: readonly string[];
  /** In milliseconds. A row without it is in no time span. */
  readonly issuedAt: number | undefined;
  /** What free text finds besides the values above: ids, names. */
  readonly text: readonly string[];
}

/** A term that was not understood, and so hides nothing. */
export interface QueryProblem {
  readonly code: 'unknownField' | 'missingValue' | 'notAnAddress' | 'notATime';
  readonly end: number;
  /** "" for free text. */
  readonly field: string;
  readonly value: string;
}

interface Query {
  readonly matches: (facts: QueryFacts) => boolean;
  readonly problems: readonly QueryProblem[];
}

type Test = (facts: QueryFacts) => boolean;

/** Returns the query of `text`, whose terms must all match. Durations are counted back from `now`, in milliseconds. */
export function parseQuery(text: string, now: number): Query {
  const problems: QueryProblem[] = [];
  const tests: Test[] = [];
  for (const term of queryTerms(text)) {
    const test = termTest(term, now);
    if (typeof test === 'string') {
      problems.push({ code: test, end: term.end, field: term.field ?? '', value: term.value });
    } else {
      tests.push(term.isNegated ? (facts) => !test(facts) : test);
    }
  }
  return { matches: (facts) => tests.every((test) => test(facts)), problems };
}

function termTest({ field, value }: QueryTerm, now: number): Test | QueryProblem['code'] {
  if (field !== undefined && !isQueryField(field)) {
    return 'unknownField';
  }
  const wanted = value.trim();
  if (wanted === '') {
    return 'missingValue';
  }
  switch (field) {
    case undefined: {
      const pattern = new RegExp(literal(wanted), 'iu');
      return (facts) =>
        hasMatch(facts.text, pattern) || valueMembers.some((member) => hasMatch(facts[member], pattern));
    }
    case 'ip': {
      const isWanted = addressTest(wanted);
      return isWanted === undefined ? 'notAnAddress' : ({ ip }) => ip.some(isWanted);
    }
    case 'since':
    case 'until': {
      const span = timeSpan(wanted, now);
      if (span === undefined) {
        return 'notATime';
      }
      return field === 'since'
        ? ({ issuedAt }) => issuedAt !== undefined && issuedAt >= span.start
        : ({ issuedAt }) => issuedAt !== undefined && issuedAt < span.end;
    }
    default: {
      // "active" is in "inactive", and "e" in most codes.
      const isStart = field === 'country' || field === 'state';
      const pattern = new RegExp(isStart ? `^${literal(wanted)}` : literal(wanted), 'iu');
      const member = memberOf[field];
      return (facts) => hasMatch(facts[member], pattern);
    }
  }
}

/** The values of each field that has any. */
export const memberOf = {
  ip: 'ip',
  ua: 'userAgent',
  device: 'device',
  country: 'country',
  place: 'place',
  method: 'methods',
  provider: 'providers',
  aal: 'aal',
  state: 'state',
} as const satisfies Readonly<Record<Exclude<QueryField, 'since' | 'until'>, keyof QueryFacts>>;

const valueMembers = Object.values(memberOf);

function hasMatch(values: readonly string[], pattern: RegExp): boolean {
  return values.some((value) => pattern.test(value));
}

/** Returns a pattern for the text itself. */
function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
