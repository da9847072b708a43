import { isIP } from 'node:net';
import { bareHost } from './loopback.ts';

/**
 * The first of `entries` that keeps `url` from a proxy: "*", a host (with those below it), ".suffix", "*.suffix", an
 * address or a range of them ("10.0.0.0/8"), each with a port where it is for that port alone.
 */
export function noProxyEntry(entries: readonly string[], url: URL): string | undefined {
  const host = bareHost(url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  const matches = isIP(host) === 0 ? nameMatcher(host, port) : addressMatcher(host, port);
  // One by one: the list is read again for each request, and may be long.
  for (const entry of entries) {
    const trimmed = entry.trim();
    if (trimmed === '*' || (trimmed !== '' && matches(trimmed.toLowerCase()))) {
      return trimmed;
    }
  }
  return undefined;
}

type Matcher = (entry: string) => boolean;

function nameMatcher(host: string, port: string): Matcher {
  return (entry) => {
    const [name = '', wantedPort = port] = entry.split(':', 2);
    const suffix = name.replace(/^\*?\./, '');
    return wantedPort === port && suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
  };
}

function addressMatcher(host: string, port: string): Matcher {
  const family = isIP(host);
  const bitsPerPart = family === 4 ? 8 : 16;
  const hostParts = partsOf(host);
  const isInRange = (network: string, bits: number) =>
    isIP(network) === family &&
    bits <= hostParts.length * bitsPerPart &&
    partsOf(network).every((part, place) => {
      const ignored = Math.min(Math.max((place + 1) * bitsPerPart - bits, 0), bitsPerPart);
      return part >> ignored === (hostParts[place] ?? 0) >> ignored;
    });
  return (entry) => {
    const [, network, bits] = /^\[?([0-9a-f.:]+)\]?\/(\d{1,3})$/.exec(entry) ?? [];
    if (network !== undefined) {
      return isInRange(network, Number(bits));
    }
    const [, bracketed, plain, wantedPort = port] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
    return wantedPort === port && isInRange(bracketed ?? plain ?? '', hostParts.length * bitsPerPart);
  };
}

/** The four numbers of an IPv4 address, or the eight of an IPv6 address. */
function partsOf(address: string): number[] {
  if (isIP(address) === 4) {
    return address.split('.').map(Number);
  }
  // Only URL turns the dotted end of "::ffff:192.0.2.1" into two numbers.
  const hex = address.includes('.') ? new URL(`http://[${address}]`).hostname.slice(1, -1) : address;
  const [start, end] = hex.split('::').map((part) => (part === '' ? [] : part.split(':')));
  const left = (start ?? []).map((part) => Number.parseInt(part, 16));
  const right = (end ?? []).map((part) => Number.parseInt(part, 16));
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
