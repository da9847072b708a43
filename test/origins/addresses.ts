import type { Random } from '../../src/demo/random.ts';

/** How addresses are assigned in one population. */
export interface AddressPlan {
  /** How many of the 32 bits a mobile operator's pool has in common. */
  readonly mobileBits: 8 | 10 | 12 | 16 | 20;
  /** Whether a line at home gets a new /24 now and then, within its provider's pool. */
  readonly homeMoves: boolean;
  readonly hasIpv6: boolean;
  /** Whether countries have ranges of their own, or addresses are drawn from all. */
  readonly byCountry: boolean;
}

export const countries = {
  DE: ['Berlin', 'Munich', 'Hamburg', 'Cologne'],
  FR: ['Paris', 'Lyon'],
  NL: ['Amsterdam', 'Utrecht'],
  GB: ['London', 'Leeds'],
  US: ['New York', 'Austin', 'Seattle'],
  BR: ['São Paulo', 'Recife'],
  IN: ['Mumbai', 'Pune'],
  NG: ['Lagos', 'Abuja'],
  VN: ['Hanoi'],
  RU: ['Moscow'],
  JP: ['Tokyo'],
  NZ: ['Auckland'],
} as const;
export type Country = keyof typeof countries;
export const countryCodes = Object.keys(countries) as [Country, ...Country[]];

/** A place from which addresses come. `asn` is for the yardstick alone. */
export interface Site {
  readonly country: Country;
  readonly city: string;
  readonly asn: number;
  readonly address: (random: Random) => string;
}

export function ipv4(random: Random, country: Country, plan: AddressPlan): readonly number[] {
  const first = plan.byCountry ? 20 + countryCodes.indexOf(country) * 12 + random.below(12) : 11 + random.below(180);
  const rest = Array.from({ length: 3 }, () => random.below(256));
  return [first, ...rest];
}

const v4 = (numbers: readonly number[]) => numbers.join('.');

/** An address that has the first `bits` of `base`; the rest is drawn. */
function within(random: Random, base: readonly number[], bits: number): string {
  return v4(
    base.map((octet, place) => {
      const kept = Math.min(8, Math.max(0, bits - 8 * place));
      const free = 2 ** (8 - kept);
      return kept === 8 ? octet : octet - (octet % free) + random.below(free);
    }),
  );
}

function v6(random: Random, prefix: readonly number[], groups = 8): string {
  const all = [...prefix, ...Array.from({ length: groups - prefix.length }, () => random.below(0x10000))];
  return all.map((group) => group.toString(16)).join(':');
}

const cityOf = (random: Random, country: Country) => random.pick(countries[country]);
const asnOf = (random: Random) => 1000 + random.below(60_000);

/** Creates a home or an office: one /24, perhaps one /48, perhaps another /24 of the pool after a while. */
export function fixedSite(random: Random, country: Country, plan: AddressPlan): Site {
  const pool = ipv4(random, country, plan);
  const subnet = [0x2a00 + random.below(32), random.below(0x10000), random.below(0x10000)];
  const ipv6Share = plan.hasIpv6 ? random.pick([0, 30, 60]) : 0;
  let current = pool;
  return {
    country,
    city: cityOf(random, country),
    asn: asnOf(random),
    address: (draw) => {
      if (plan.homeMoves && draw.chance(15)) {
        current = within(draw, pool, 14).split('.').map(Number);
      }
      return draw.chance(ipv6Share) ? v6(draw, subnet) : within(draw, current, draw.chance(70) ? 32 : 24);
    },
  };
}

/** Creates a mobile operator behind carrier-grade NAT: nearly each session has another /24, or another /48. */
export function mobileSite(random: Random, country: Country, plan: AddressPlan): Site {
  const pool = ipv4(random, country, plan);
  const block = [0x2a01 + random.below(32), random.below(0x10000)];
  const ipv6Share = plan.hasIpv6 ? random.pick([0, 40, 80]) : 0;
  return {
    country,
    city: cityOf(random, country),
    asn: asnOf(random),
    address: (draw) => (draw.chance(ipv6Share) ? v6(draw, block) : within(draw, pool, plan.mobileBits)),
  };
}

/** Creates exits of Private Relay: in the user's country, in a few ranges of two operators. */
export function relaySite(random: Random, country: Country, plan: AddressPlan): Site {
  return {
    country,
    city: cityOf(random, country),
    asn: 36_183,
    address: (draw) =>
      plan.hasIpv6 && draw.chance(50)
        ? v6(draw, [0x2a02, 0x26f7, draw.below(0x1000)])
        : draw.chance(50)
          ? `172.${224 + draw.below(8)}.${draw.below(256)}.${draw.below(256)}`
          : `104.28.${draw.below(128)}.${draw.below(256)}`,
  };
}

/** Creates a rented server or a VPN's exit: one address, or any of its /24. */
export function hostedSite(random: Random, country: Country, plan: AddressPlan): Site {
  const base = ipv4(random, country, plan);
  const bits = random.pick([24, 32, 32] as const);
  return { country, city: cityOf(random, country), asn: asnOf(random), address: (draw) => within(draw, base, bits) };
}
