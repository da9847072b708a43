import type { SessionFacts } from './sessionFacts.ts';
import { eachInSteps, type Steps } from './steps.ts';

/** The sessions that share network, device family and country. */
export interface Line {
  /** Indexes of the ordered sessions, oldest first. */
  readonly sessions: number[];
  /** Of its first session. */
  readonly facts: SessionFacts;
}

/** With this many networks of one device, a range counts as one operator's pool, in which devices change networks. */
const networksOfPool = 3;
/** The same for a range as wide as the pools of the largest mobile operators. */
const networksOfWidePool = 5;
const linesPerStep = 200;

/** Finds the lines of the sessions, oldest first; `ordered` is oldest first, too. */
export function* linesOf(ordered: readonly SessionFacts[]): Steps<Line[]> {
  const lines = new Map<string, Line>();
  yield* eachInSteps(ordered, linesPerStep, (facts, index) => {
    const country = facts.isTor ? 'Tor' : facts.country;
    const key = `${facts.network?.name ?? ''}\n${facts.device?.key ?? ''}\n${country ?? ''}`;
    const line = lines.get(key);
    if (line === undefined) {
      lines.set(key, { sessions: [index], facts });
    } else {
      line.sessions.push(index);
    }
  });
  return [...lines.values()];
}

/**
 * Joins lines that agree in two of three parts: in the network, or in device and country. The latter is not enough
 * alone, because a stranger behind a VPN may have both. The networks must belong to one operator as well, or the device
 * must have come to a network that was known before the device was.
 */
export function* joinLines(lines: readonly Line[]): Steps<Line[][]> {
  const groups = new Groups(lines.length);
  yield* joinBy(lines, groups, ({ network }) => network?.name);
  yield* joinBy(lines, groups, (facts) => facts.place?.asn && onDevice(facts, `AS${facts.place.asn}`));
  yield* joinIntroduced(lines, groups);
  yield* joinPools(lines, groups, ({ network }) => network?.range, networksOfPool);
  yield* joinPools(lines, groups, ({ network }) => network?.wideRange, networksOfWidePool);
  yield;
  const joined = Map.groupBy(lines.keys(), (index) => groups.find(index));
  yield;
  return [...joined.values()].map((indexes) => indexes.flatMap((index) => lines[index] ?? []));
}

/** Joins the lines that have the same key. */
function* joinBy(
  lines: readonly Line[],
  groups: Groups,
  keyOf: (facts: SessionFacts) => string | number | undefined,
): Steps<void> {
  const firsts = new Map<string | number, number>();
  yield* eachInSteps(lines, linesPerStep, ({ facts }, index) => {
    const key = keyOf(facts);
    const first = key && firsts.get(key);
    if (typeof first === 'number') {
      groups.join(first, index);
    } else if (key) {
      firsts.set(key, index);
    }
  });
}

/** Joins a device's first line with its line on a network that was known before: it is a device of that place. */
function* joinIntroduced(lines: readonly Line[], groups: Groups): Steps<void> {
  const devices = new Map<string, number>();
  const networks = new Map<string, number>();
  yield* eachInSteps(lines, linesPerStep, ({ facts }, index) => {
    const key = onDevice(facts, '');
    const network = facts.network?.name ?? '';
    const introduced = key === undefined ? undefined : devices.get(key);
    const known = networks.get(network);
    if (introduced !== undefined && known !== undefined && known < introduced) {
      groups.join(introduced, index);
    }
    if (key !== undefined && introduced === undefined) {
      devices.set(key, index);
    }
    if (network !== '' && known === undefined) {
      networks.set(network, index);
    }
  });
}

/** Joins the lines of one device within a range of networks, if it came from `least` networks of that range. */
function* joinPools(
  lines: readonly Line[],
  groups: Groups,
  rangeOf: (facts: SessionFacts) => string | undefined,
  least: number,
): Steps<void> {
  const keyOf = (facts: SessionFacts) => {
    const range = rangeOf(facts);
    return range === undefined ? undefined : onDevice(facts, range);
  };
  const networks = new Map<string, Set<string>>();
  yield* eachInSteps(lines, linesPerStep, ({ facts }) => {
    const key = keyOf(facts);
    if (key !== undefined && facts.network !== undefined) {
      networks.set(key, (networks.get(key) ?? new Set()).add(facts.network.name));
    }
  });
  yield* joinBy(lines, groups, (facts) => {
    const key = keyOf(facts);
    return key !== undefined && (networks.get(key)?.size ?? 0) >= least ? key : undefined;
  });
}

/**
 * Returns a key for `part` of one device in one country; undefined where there is no device, or Tor hides the country.
 */
function onDevice({ device, country, isTor }: SessionFacts, part: string): string | undefined {
  return device === undefined || isTor ? undefined : `${device.key}\n${country ?? ''}\n${part}`;
}

/** Disjoint sets of the numbers below `count`. */
class Groups {
  readonly #parents: number[];

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, index) => index);
  }

  find(index: number): number {
    let root = index;
    for (let parent = this.#parent(root); parent !== root; parent = this.#parent(root)) {
      // Halving the path keeps all paths short.
      this.#parents[root] = this.#parent(parent);
      root = this.#parent(root);
    }
    return root;
  }

  join(one: number, other: number): void {
    const roots = [this.find(one), this.find(other)] as const;
    this.#parents[Math.max(...roots)] = Math.min(...roots);
  }

  #parent(index: number): number {
    return this.#parents[index] ?? index;
  }
}
