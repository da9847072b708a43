import { day, hour, minute } from './durations.ts';
import { type History, locationKey } from './history.ts';
import type { IdentityFacts } from './identityFacts.ts';
import type { Baseline, Finding, Mark, Unmarked } from './reason.ts';
import type { SessionFacts } from './sessionFacts.ts';

/** What a mark found in one session. */
export type Found = Unmarked | { readonly finding: Finding; readonly baseline: Baseline | undefined };

const leastHistory = 3;

const shortGap = 90 * minute;
const longDistance = 500;
const fastTravel = 800;
const burstNetworks = 3;
const longPause = 90 * day;
const soonAfter = 60 * minute;
const weakerAfter = 3;

/** One session among all of its identity, and the earlier ones that it is compared with. */
interface Subject {
  readonly facts: SessionFacts;
  readonly index: number;
  /** Newest first: those before the origin for marks of place and device, those before the session for other marks. */
  readonly earlier: readonly SessionFacts[];
  readonly history: History;
  readonly identity: IdentityFacts | undefined;
}

/** How each mark is found. `shared` needs the sessions of other identities: see sharedOrigins.ts. */
export const findMark: Readonly<Record<Exclude<Mark, 'shared'>, (subject: Subject) => Found>> = {
  country: ({ facts: { country }, earlier }) =>
    firstOf(
      country,
      earlier,
      (one) => one.country,
      (value, before) => ({ mark: 'country', country: value, before }),
    ),

  network: ({ facts, earlier }) => {
    const asn = facts.place?.asn;
    const isKnownOperator = asn !== undefined && earlier.some(({ place }) => place?.asn === asn);
    return isKnownOperator && earlier.length >= leastHistory
      ? 'usual'
      : firstOf(
          facts.network?.name,
          earlier,
          ({ network }) => network?.name,
          (network, before) => ({ mark: 'network', network, operator: facts.place?.operator, before: before.length }),
        );
  },

  distance: ({ facts, index, history }) => {
    if (locationKey(facts) === undefined || facts.time === undefined) {
      return 'noData';
    }
    for (const other of history.elsewhere(index)) {
      const there = history.ordered[other];
      const gap = Math.abs(facts.time - (there?.time ?? Number.NEGATIVE_INFINITY));
      const kilometres = there && distance(facts, there);
      const isFar =
        kilometres === undefined
          ? facts.country !== there?.country
          : kilometres >= longDistance && kilometres >= fastTravel * (gap / hour);
      if (gap <= shortGap && isFar) {
        return alone({
          mark: 'distance',
          minutes: Math.round(gap / minute),
          isAfter: other < index,
          country: there?.country,
          kilometres: kilometres && Math.round(kilometres),
        });
      }
    }
    return 'usual';
  },

  burst: ({ facts, index, history }) => {
    const burst = history.burst(index);
    if (facts.network?.version !== 4 || facts.time === undefined || burst === undefined) {
      return 'noData';
    }
    return burst.networks < burstNetworks
      ? 'usual'
      : alone({
          mark: 'burst',
          networks: burst.networks,
          minutes: Math.ceil((facts.time - burst.since) / minute),
        });
  },

  tor: ({ facts: { isTor, country } }) => (isTor ? alone({ mark: 'tor' }) : country === undefined ? 'noData' : 'usual'),

  device: ({ facts: { device }, earlier }) => {
    const families = new Map(earlier.flatMap((one) => (one.device ? [[one.device.key, one.device]] : [])));
    return firstOf(
      device?.key,
      earlier,
      (one) => one.device?.key,
      (_, before) => ({
        mark: 'device',
        device: device as NonNullable<typeof device>,
        before: before.flatMap((key) => families.get(key) ?? []),
      }),
    );
  },

  client: ({ facts: { device }, earlier }) =>
    device?.isBrowser
      ? 'usual'
      : firstOf(
          device?.isBrowser,
          earlier,
          (one) => one.device?.isBrowser,
          () => ({ mark: 'client', client: device?.named ?? '' }),
        ),

  recovery: ({ facts: { methods } }) => {
    const method = methods.find(isRecovery);
    return method !== undefined ? alone({ mark: 'recovery', method }) : methods.length === 0 ? 'noData' : 'usual';
  },

  assurance: ({ facts: { aal }, earlier, identity }) => {
    if (!aal) {
      return 'noData';
    }
    const known = earlier.filter((one) => one.aal);
    const secondFactors = identity?.secondFactors ?? [];
    const reached = known.findIndex((one) => one.aal !== 'aal2');
    const inRow = reached < 0 ? known.length : reached;
    const isMostly = known.filter((one) => one.aal === 'aal2').length * 2 > known.length;
    if (known.length < leastHistory) {
      return 'tooLittleHistory';
    }
    if (aal !== 'aal1' || !(inRow >= weakerAfter || (secondFactors.length > 0 && isMostly))) {
      return 'usual';
    }
    return {
      finding: { mark: 'assurance', reached: inRow >= weakerAfter ? inRow : undefined, secondFactors },
      baseline: baselineOf(inRow >= weakerAfter ? known.slice(0, inRow) : known),
    };
  },

  method: ({ facts: { methods }, earlier }) => {
    const known = earlier.filter((one) => one.methods.length > 0);
    if (methods.length === 0 || known.length < leastHistory) {
      return methods.length === 0 ? 'noData' : 'tooLittleHistory';
    }
    const before = new Set(known.flatMap((one) => one.methods));
    // Recovery and backup codes are marks of their own.
    const method = methods.find((one) => !before.has(one) && !isRecovery(one) && one !== 'lookup_secret');
    return method === undefined ? 'usual' : { finding: { mark: 'method', method }, baseline: baselineOf(known) };
  },

  backupCode: ({ facts: { methods } }) =>
    methods.includes('lookup_secret') ? alone({ mark: 'backupCode' }) : methods.length === 0 ? 'noData' : 'usual',

  pause: ({ facts: { time }, earlier }) => {
    if (time === undefined) {
      return 'noData';
    }
    const [last] = earlier;
    if (earlier.length < leastHistory || last?.time === undefined) {
      return 'tooLittleHistory';
    }
    const pauses = earlier.map((one, place) => (one.time ?? 0) - (earlier[place + 1]?.time ?? one.time ?? 0));
    const isUsual = time - last.time < longPause || pauses.some((pause) => pause >= longPause);
    return isUsual ? 'usual' : alone({ mark: 'pause', days: Math.floor((time - last.time) / day) });
  },

  change: ({ facts: { time }, identity }) => {
    if (time === undefined || identity === undefined) {
      return 'noData';
    }
    const change = identity.changes.find((one) => one.time > time && one.time - time <= soonAfter);
    return change === undefined
      ? 'usual'
      : alone({ mark: 'change', what: change.what, minutes: Math.round((change.time - time) / minute) });
  },
};

export function isRecovery(method: string): boolean {
  return /^\w+_recovery$/.test(method);
}

/** Returns a finding that compares nothing. */
function alone(finding: Finding): Found {
  return { finding, baseline: undefined };
}

/** What `found` makes of a value that none of the earlier sessions has. */
function firstOf<T>(
  value: T | undefined,
  earlier: readonly SessionFacts[],
  partOf: (facts: SessionFacts) => T | undefined,
  found: (value: T, before: readonly T[]) => Finding,
): Found {
  if (value === undefined) {
    return 'noData';
  }
  const counts = new Map<T, number>();
  const known = earlier.filter((one) => {
    const before = partOf(one);
    if (before !== undefined) {
      counts.set(before, (counts.get(before) ?? 0) + 1);
    }
    return before !== undefined;
  });
  if (known.length < leastHistory) {
    return 'tooLittleHistory';
  }
  const before = [...counts].sort(([, one], [, other]) => other - one).map(([key]) => key);
  return counts.has(value) ? 'usual' : { finding: found(value, before), baseline: baselineOf(known) };
}

function baselineOf(newestFirst: readonly SessionFacts[]): Baseline | undefined {
  const since = newestFirst.at(-1)?.time;
  return since === undefined ? undefined : { sessions: newestFirst.length, since };
}

/** Kilometres on the sphere; undefined where one of the two has no coordinates. */
function distance({ place: one }: SessionFacts, { place: other }: SessionFacts): number | undefined {
  if (
    one?.latitude === undefined ||
    one.longitude === undefined ||
    other?.latitude === undefined ||
    other.longitude === undefined
  ) {
    return undefined;
  }
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const haversine = (angle: number) => Math.sin(angle / 2) ** 2;
  const part =
    haversine(radians(other.latitude - one.latitude)) +
    Math.cos(radians(one.latitude)) *
      Math.cos(radians(other.latitude)) *
      haversine(radians(other.longitude - one.longitude));
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(part)));
}
