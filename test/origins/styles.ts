import type { AddressPlan } from './addresses.ts';

/** What the identities of one kind have in common. */
export interface Style {
  readonly addresses: AddressPlan;
  /** From how many to how many sessions of the owner, and within how many days. */
  readonly sessions: readonly [number, number];
  readonly days: readonly [number, number];
  readonly fixedSites: readonly [number, number];
  /** Percent of sessions from a phone, of them through the mobile network. */
  readonly phone: number;
  readonly mobile: number;
  /** Percent of identities with Private Relay, with a second factor, with a usual provider. */
  readonly relay: number;
  readonly secondFactor: number;
  readonly provider: number;
  /** How the versions of browsers are chosen: by the calendar, or any. */
  readonly versions: 'calendar' | 'any';
  readonly strangerByMarket: boolean;
  /** Percent of sessions without a location where the identity has them; percent of sessions without devices. */
  readonly lostLocations: number;
  readonly lostDevices: number;
  /** Hard negatives in a hundred sessions. */
  readonly hardPer100: number;
  readonly oldServer: number;
}

/** A computer at home and a phone that travels. */
export const plain: Style = {
  addresses: { mobileBits: 16, homeMoves: false, hasIpv6: false, byCountry: true },
  sessions: [4, 60],
  days: [20, 300],
  fixedSites: [1, 2],
  phone: 40,
  mobile: 50,
  relay: 0,
  secondFactor: 20,
  provider: 20,
  versions: 'calendar',
  strangerByMarket: false,
  lostLocations: 0,
  lostDevices: 0,
  hardPer100: 3,
  oldServer: 0,
};

export const styles: readonly [Style, ...Style[]] = [
  plain,
  // Mostly phones, large pools, and homes that change their network.
  {
    ...plain,
    addresses: { mobileBits: 12, homeMoves: true, hasIpv6: true, byCountry: true },
    phone: 75,
    mobile: 75,
    strangerByMarket: true,
    sessions: [6, 120],
  },
  // A carrier with a pool of a /8, browsers of any version, addresses without ranges of countries.
  {
    ...plain,
    addresses: { mobileBits: 8, homeMoves: false, hasIpv6: false, byCountry: false },
    phone: 60,
    mobile: 60,
    versions: 'any',
    lostDevices: 3,
  },
  // IPv4 and IPv6 in turn, Private Relay, locations that are missing now and then.
  {
    ...plain,
    addresses: { mobileBits: 16, homeMoves: true, hasIpv6: true, byCountry: false },
    relay: 40,
    strangerByMarket: true,
    lostLocations: 10,
    hardPer100: 5,
  },
  // Few sessions, often of an old server.
  {
    ...plain,
    addresses: { mobileBits: 20, homeMoves: false, hasIpv6: true, byCountry: true },
    sessions: [4, 14],
    days: [10, 700],
    strangerByMarket: true,
    oldServer: 50,
  },
  // Many sessions from several sites, second factors, providers.
  {
    ...plain,
    sessions: [40, 200],
    days: [60, 400],
    fixedSites: [1, 4],
    phone: 15,
    mobile: 30,
    secondFactor: 60,
    provider: 50,
    strangerByMarket: true,
    lostDevices: 2,
    hardPer100: 4,
  },
];
