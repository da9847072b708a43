import { isIPv4, isIPv6 } from 'node:net';
import { addressParts, bareAddress } from '../ipAddresses.ts';

/** The network of an address: the part that one household or site usually keeps while its addresses change. */
export interface Network {
  readonly version: 4 | 6;
  /** "203.0.113.0/24" or "2001:db8:51::/48". */
  readonly name: string;
  /** The /16 or /32 around it: one operator often holds several neighbouring networks. */
  readonly range: string;
  /** The /8 or /16 around it. */
  readonly wideRange: string;
  /** The address itself, without port, brackets and zone. */
  readonly address: string;
}

const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;
/** Kratos keeps at most 50 characters of an address. */
const longest = 100;

/** Returns the network of `text`; undefined if it has no address. */
export function networkOf(text: string | undefined): Network | undefined {
  // Kratos keeps what a proxy sent, which may be a list.
  const bare = bareAddress(text?.slice(0, longest).split(',')[0]?.trim() ?? '');
  const address = mapped.exec(bare)?.[1] ?? bare.toLowerCase();
  if (isIPv4(address)) {
    const [a, b, c] = address.split('.');
    return { version: 4, name: `${a}.${b}.${c}.0/24`, range: `${a}.${b}`, wideRange: `${a}`, address };
  }
  if (!isIPv6(address)) {
    return undefined;
  }
  const groups = addressParts(address) ?? [];
  if (groups.length === 4) {
    return networkOf(groups.join('.'));
  }
  const [a = 0, b = 0, c = 0] = groups;
  const [wideRange, range] = [a.toString(16), `${a.toString(16)}:${b.toString(16)}`];
  return {
    version: 6,
    name: `${trimmedGroups([a, b, c])}::/48`,
    range: `${range}:`,
    wideRange: `${wideRange}:`,
    address,
  };
}

/** Joins groups as "2001:db8:51", without the zeros at the end, which "::" stands for. */
function trimmedGroups(groups: readonly number[]): string {
  const last = groups.findLastIndex((group) => group !== 0);
  return groups
    .slice(0, last + 1)
    .map((group) => group.toString(16))
    .join(':');
}
