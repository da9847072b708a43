import type { Line } from './lines.ts';
import type { SessionFacts } from './sessionFacts.ts';
import { eachInSteps, type Steps } from './steps.ts';

const linesPerStep = 200;

/** How little the place where an origin began has in common with all other origins: from 0 to 3. */
export type PlaceRarity = (lines: readonly Line[]) => number;

export function* placeRarity(origins: readonly (readonly Line[])[]): Steps<PlaceRarity> {
  const found = new Map<string, number | 'several'>();
  const all = origins.flatMap((lines, origin) => lines.map(({ facts }) => ({ facts, origin })));
  yield;
  yield* eachInSteps(all, linesPerStep, ({ facts, origin }) => {
    for (const part of placeParts(facts)) {
      const known = found.get(part) ?? origin;
      found.set(part, known === origin ? origin : 'several');
    }
  });
  return ([first]) => placeParts(first?.facts).filter((part) => found.get(part) !== 'several').length;
}

function placeParts(facts: SessionFacts | undefined): string[] {
  return [facts?.country, facts?.network?.range, facts?.network?.wideRange].filter((part) => part !== undefined);
}
