import { type Origin, originsInSteps } from '../../src/core/origins/origins.ts';
import { kindOfMark, type Mark, marks } from '../../src/core/origins/reason.ts';
import type { NetworkLookup } from '../../src/core/origins/sessionFacts.ts';
import { type HardNegative, hardNegatives } from './owner.ts';
import { type Labelled, type Takeover, takeovers } from './population.ts';
import { originsInput } from './populationLine.ts';
import { runSteps } from './runSteps.ts';
import { yardstick } from './yardstick.ts';

export interface Share {
  readonly part: number;
  readonly of: number;
}

export interface TakeoverRow {
  readonly takeover: Takeover;
  /** The stranger's origin comes first, and holds none of the owner's sessions. */
  readonly first: Share;
  readonly amongThree: Share;
  readonly firstWithLocations: Share;
  readonly firstWithoutLocations: Share;
  readonly firstOfYardstick: Share;
  /** Of those with at most five sessions before the takeover. */
  readonly firstWithShortHistory: Share;
}

export interface Evaluation {
  readonly identities: number;
  readonly sessions: number;
  readonly takeovers: readonly TakeoverRow[];
  /** Origins of owners with two or more kinds of reason, for each of their sessions. */
  readonly falseOrigins: Share;
  /** The share of origins with a hard negative that have two or more kinds of reason. */
  readonly hardNegatives: readonly { readonly hard: HardNegative; readonly origins: Share }[];
  /** The share of strangers' origins among those with a mark; only for accounts that were taken over. */
  readonly precision: readonly { readonly mark: Mark; readonly origins: Share }[];
  /** The share of "too little history" among the results of marks of place and device. */
  readonly tooLittleHistory: Share;
  readonly lostOrDoubled: number;
}

class Tally {
  part = 0;
  of = 0;
  add(counts: boolean): void {
    this.of += 1;
    this.part += Number(counts);
  }
}

/** Measures the origins of invented people, whose strangers are known. */
export function evaluate(people: readonly Labelled[], isWithDatabases = false): Evaluation {
  const scoresOf = yardstick(people);
  const tallies = new Map<string, Tally>();
  const tally = (name: string) => {
    const known = tallies.get(name) ?? new Tally();
    tallies.set(name, known);
    return known;
  };
  const falseOrigins = { part: 0, of: 0 };
  let lostOrDoubled = 0;
  for (const person of people) {
    const lookup = isWithDatabases ? lookupOf(person) : undefined;
    const origins = runSteps(originsInSteps({ ...originsInput(person.line), lookup }));
    lostOrDoubled += wronglyGrouped(person, origins);
    if (person.takeover !== undefined) {
      rankStranger(person, origins, scoresOf, tally);
    }
    falseOrigins.of += person.line.sessions.length - person.strangers.size;
    for (const { sessions, reasons, answers } of origins) {
      const isStrangers = sessions.every(({ id }) => person.strangers.has(id));
      const isFalse = !isStrangers && new Set(reasons.map(({ kind }) => kind)).size >= 2;
      falseOrigins.part += Number(isFalse);
      for (const hard of new Set(sessions.flatMap(({ id }) => person.hard.get(id) ?? []))) {
        tally(`hard ${hard}`).add(isFalse);
      }
      for (const mark of marks) {
        if (answers[mark] === 'marked' && person.takeover !== undefined) {
          tally(`mark ${mark}`).add(isStrangers);
        }
        if (kindOfMark[mark] === 'place' || kindOfMark[mark] === 'device') {
          tally('history').add(answers[mark] === 'tooLittleHistory');
        }
      }
    }
  }
  return {
    identities: people.length,
    sessions: people.reduce((sum, { line }) => sum + line.sessions.length, 0),
    takeovers: takeovers.map((takeover) => ({
      takeover,
      first: tally(`${takeover} first`),
      amongThree: tally(`${takeover} three`),
      firstWithLocations: tally(`${takeover} located`),
      firstWithoutLocations: tally(`${takeover} unlocated`),
      firstOfYardstick: tally(`${takeover} yardstick`),
      firstWithShortHistory: tally(`${takeover} short`),
    })),
    falseOrigins,
    hardNegatives: hardNegatives.map((hard) => ({ hard, origins: tally(`hard ${hard}`) })),
    precision: marks.map((mark) => ({ mark, origins: tally(`mark ${mark}`) })),
    tooLittleHistory: tally('history'),
    lostOrDoubled,
  };
}

function rankStranger(
  person: Labelled,
  origins: readonly Origin[],
  scoresOf: ReturnType<typeof yardstick>,
  tally: (name: string) => Tally,
): void {
  const { takeover, strangers, hasLocations, line } = person;
  const rankIn = (ranked: readonly Origin[]) => {
    const rank = ranked.findIndex(({ sessions }) => sessions.some(({ id }) => strangers.has(id)));
    return ranked[rank]?.sessions.every(({ id }) => strangers.has(id)) ? rank : Number.POSITIVE_INFINITY;
  };
  const rank = rankIn(origins);
  const scores = scoresOf(
    person,
    origins.map(({ sessions }) => sessions.map(({ id }) => id)),
  );
  const scored = origins.map((origin, place) => ({ origin, score: scores[place] ?? 0 }));
  scored.sort((one, other) => other.score - one.score || (other.origin.firstSeen ?? 0) - (one.origin.firstSeen ?? 0));
  const byScore = scored.map(({ origin }) => origin);
  tally(`${takeover} first`).add(rank === 0);
  tally(`${takeover} three`).add(rank < 3);
  tally(`${takeover} ${hasLocations ? 'located' : 'unlocated'}`).add(rank === 0);
  tally(`${takeover} yardstick`).add(rankIn(byScore) === 0);
  const before = line.sessions.toReversed().findIndex(({ id }) => strangers.has(id));
  if (before <= 5) {
    tally(`${takeover} short`).add(rank === 0);
  }
}

/** Counts the sessions that are in no origin, or in more than one. */
function wronglyGrouped({ line }: Labelled, origins: readonly Origin[]): number {
  const found = origins.flatMap(({ sessions }) => sessions.map(({ id }) => id));
  const distinct = new Set(found);
  return line.sessions.filter(({ id }) => !distinct.has(id)).length + found.length - distinct.size;
}

/** Creates a look-up in databases of operators and countries with the addresses of one identity. */
function lookupOf({ asns, countries }: Labelled): NetworkLookup {
  return (address) => {
    const [asn, country] = [asns.get(address), countries.get(address)];
    return asn === undefined || country === undefined ? undefined : { asn, country };
  };
}
