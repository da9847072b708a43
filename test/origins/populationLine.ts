import { identityDetails } from '../../src/core/kratos/identityDetails.ts';
import { valueSpan } from '../../src/core/kratos/json/jsonSpans.ts';
import { SessionItems } from '../../src/core/kratos/sessionItem.ts';
import { identityFacts } from '../../src/core/origins/identityFacts.ts';
import type { OriginsInput } from '../../src/core/origins/origins.ts';

/** One line of a population: an identity and its sessions as the admin API sends them. */
export interface PopulationLine {
  readonly identity?: unknown;
  /** Newest first, as the API lists them; null where it sends that. */
  readonly sessions: readonly unknown[] | null;
  readonly now?: unknown;
  readonly version?: unknown;
}

/** The line that `text` holds; an Error with a sentence where it holds none. */
export function parseLine(text: string): PopulationLine {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Error(`It is not JSON: ${error instanceof Error ? error.message : error}.`);
  }
  if (typeof value !== 'object' || value === null || !('sessions' in value)) {
    throw new Error('It is no object with the member "sessions".');
  }
  if (value.sessions !== null && !Array.isArray(value.sessions)) {
    throw new Error('Its member "sessions" is no array.');
  }
  return value as PopulationLine;
}

/** Returns the input of origins, read by the code that reads the API's responses. A malformed session keeps its id. */
export function originsInput({ identity, sessions, version }: PopulationLine): OriginsInput {
  const items = new SessionItems();
  return {
    // One by one: a line may hold more sessions than the longest page.
    sessions: (sessions ?? []).flatMap((session) => {
      const body = Buffer.from(JSON.stringify(session));
      return items.read(body, [valueSpan(body)]);
    }),
    identity: identityFacts(identityDetails(identity, typeof version === 'string' ? version : undefined)),
  };
}
