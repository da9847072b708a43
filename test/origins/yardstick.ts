import Bowser from 'bowser';
import type { Labelled, WireSession } from './population.ts';

/*
 * The ranker that explainable reasons are measured against: the likelihood ratio of Freeman et al. (NDSS 2016), how
 * frequent a sign-in's features are for everyone over how frequent they are for the user, with the weights of the parts
 * of a feature that Wiefling et al. published. It knows every operator's number, which reasons do not.
 */

const addressWeights = [0.6, 0.3, 0.1] as const;
const agentWeights = [0.5387, 0.268, 0.1882, 0.0051] as const;

interface Features {
  /** Address, operator, country. */
  readonly address: readonly string[];
  /** User agent, browser with version, system with version, type of device. */
  readonly agent: readonly string[];
}

/** Counts the values of each part of a feature. */
class Counts {
  readonly #counts = new Map<string, number>();
  #total = 0;

  add({ address, agent }: Features, times: 1 | -1 = 1): void {
    this.#total += times;
    for (const key of [...keysOf('address', address), ...keysOf('agent', agent)]) {
      this.#counts.set(key, (this.#counts.get(key) ?? 0) + times);
    }
  }

  /** Returns the share of sessions with these values, each part by its weight; `prior` counts as one session more. */
  share(feature: keyof Features, values: readonly string[], weights: readonly number[], prior: number): number {
    const counted = keysOf(feature, values).map((key, part) => (weights[part] ?? 0) * (this.#counts.get(key) ?? 0));
    return (counted.reduce((sum, count) => sum + count, 0) + prior) / (this.#total + 1);
  }
}

function keysOf(feature: keyof Features, values: readonly string[]): string[] {
  return values.map((value, part) => `${feature} ${part} ${value}`);
}

/** Returns a function that scores groups of an identity's sessions: the higher, the less they resemble all others. */
export function yardstick(
  people: readonly Labelled[],
): (person: Labelled, groups: readonly (readonly string[])[]) => number[] {
  const everyone = new Counts();
  for (const person of people) {
    for (const session of person.line.sessions) {
      everyone.add(featuresOf(session, person));
    }
  }
  return (person, groups) => {
    const features = new Map(person.line.sessions.map((session) => [session.id, featuresOf(session, person)]));
    const others = new Counts();
    for (const one of features.values()) {
      others.add(one);
    }
    const ratio = (feature: keyof Features, values: readonly string[], weights: readonly number[]) => {
      const global = everyone.share(feature, values, weights, 0);
      return global / others.share(feature, values, weights, global);
    };
    return groups.map((ids) => {
      const group = ids.flatMap((id) => features.get(id) ?? []);
      for (const one of group) {
        others.add(one, -1);
      }
      const scores = group.map(
        ({ address, agent }) => ratio('address', address, addressWeights) * ratio('agent', agent, agentWeights),
      );
      for (const one of group) {
        others.add(one);
      }
      return Math.max(...scores);
    });
  };
}

const agents = new Map<string, readonly string[]>();

function featuresOf({ devices }: WireSession, { asns }: Labelled): Features {
  const { ip_address = '', user_agent = '', location = '' } = devices?.[0] ?? {};
  const ip = ip_address.includes('.') ? (ip_address.split(':')[0] ?? '') : ip_address;
  return {
    address: [ip, String(asns.get(ip)), location.slice(-2)],
    agent: agentParts(user_agent ?? ''),
  };
}

function agentParts(userAgent: string): readonly string[] {
  const known = agents.get(userAgent);
  if (known !== undefined) {
    return known;
  }
  const { browser, os, platform } = userAgent === '' ? { browser: {}, os: {}, platform: {} } : Bowser.parse(userAgent);
  const parts = [
    userAgent,
    `${browser.name} ${browser.version}`,
    `${os.name} ${os.version}`,
    platform.type ?? 'unknown',
  ] as const;
  agents.set(userAgent, parts);
  return parts;
}
