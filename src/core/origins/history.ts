import { hour } from './durations.ts';
import type { SessionFacts } from './sessionFacts.ts';
import { eachInSteps, type Steps } from './steps.ts';

/** How many sessions another one is compared with. */
const compared = 20;
const burstWindow = 6 * hour;
const sessionsPerStep = 1000;

/** The sessions of an identity in order of time, and what each one is compared with. */
export interface History {
  /** Oldest first. */
  readonly ordered: readonly SessionFacts[];
  /** The newest sessions that began before session `index`, newest first. */
  readonly earlierThan: (index: number) => readonly SessionFacts[];
  /** The nearest sessions before and after that began in another country or at other coordinates. */
  readonly elsewhere: (index: number) => readonly number[];
  /** The IPv4 networks of the six hours up to session `index`, and when the first of those sessions began. */
  readonly burst: (index: number) => Burst | undefined;
}

interface Burst {
  readonly networks: number;
  readonly since: number;
}

export function* historyOf(ordered: readonly SessionFacts[]): Steps<History> {
  // Of sessions with one time none is earlier than the other.
  const firstWithTime: number[] = [];
  yield* eachInSteps(ordered, sessionsPerStep, ({ time }, index) => {
    const isTied = index > 0 && ordered[index - 1]?.time === time;
    firstWithTime.push(isTied ? (firstWithTime[index - 1] ?? index) : index);
  });
  const before = yield* nearestElsewhere(ordered, [...ordered.keys()]);
  const after = yield* nearestElsewhere(ordered, [...ordered.keys()].reverse());
  const bursts = yield* burstsOf(ordered);
  return {
    ordered,
    earlierThan: (index) => {
      const end = firstWithTime[index] ?? 0;
      const earlier = ordered.slice(Math.max(0, end - compared), end);
      return earlier.filter(({ time }) => time !== undefined).reverse();
    },
    elsewhere: (index) => [before[index], after[index]].filter((other) => other !== undefined),
    burst: (index) => bursts[index],
  };
}

/** Where a session began: its coordinates, else its country. */
export function locationKey({ country, place }: SessionFacts): string | undefined {
  return place?.latitude === undefined || place.longitude === undefined
    ? country
    : `${country} ${place.latitude} ${place.longitude}`;
}

/** Returns for each session the last one at another location, in the order of `indexes`. */
function* nearestElsewhere(
  ordered: readonly SessionFacts[],
  indexes: readonly number[],
): Steps<readonly (number | undefined)[]> {
  const nearest: (number | undefined)[] = [];
  let last: { readonly index: number; readonly location: string } | undefined;
  yield* eachInSteps(indexes, sessionsPerStep, (index) => {
    const facts = ordered[index];
    const location = facts?.time === undefined ? undefined : locationKey(facts);
    if (location !== undefined) {
      nearest[index] = last === undefined || last.location !== location ? last?.index : nearest[last.index];
      last = { index, location };
    }
  });
  return nearest;
}

function* burstsOf(ordered: readonly SessionFacts[]): Steps<readonly Burst[]> {
  const counts = new Map<string, number>();
  const add = (facts: SessionFacts | undefined, count: 1 | -1) => {
    if (facts?.network?.version === 4) {
      const sum = (counts.get(facts.network.name) ?? 0) + count;
      counts.set(facts.network.name, sum);
      if (sum === 0) {
        counts.delete(facts.network.name);
      }
    }
  };
  const bursts: Burst[] = [];
  let start = 0;
  yield* eachInSteps(ordered, sessionsPerStep, (facts, index) => {
    add(facts, 1);
    const since = (facts.time ?? 0) - burstWindow;
    while (start < index && (ordered[start]?.time ?? Number.NEGATIVE_INFINITY) < since) {
      add(ordered[start], -1);
      start += 1;
    }
    bursts.push({ networks: counts.size, since: ordered[start]?.time ?? since });
  });
  return bursts;
}
