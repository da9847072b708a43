import { BlockList, isIP } from 'node:net';
import { bareHost } from './loopback.ts';

/**
 * The first of `entries` that keeps `url` from a proxy: "*", a host (with those below it), ".suffix", "*.suffix", an
 * address or a range of them ("10.0.0.0/8"), each with a port where it is for that port alone.
 */
export function noProxyEntry(entries: readonly string[], url: URL): string | undefined {
  const host = bareHost(url);
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return entries.map((entry) => entry.trim()).find((entry) => entry !== '' && matches(entry.toLowerCase(), host, port));
}

function matches(entry: string, host: string, port: string): boolean {
  if (entry === '*') {
    return true;
  }
  const range = /^\[?([0-9a-f.:]+)\]?\/(\d{1,3})$/.exec(entry);
  if (range !== null) {
    return inRange(range[1] ?? '', Number(range[2]), host);
  }
  const [, bracketed, plain, wantedPort] = /^(?:\[(.+)\]|([^:]+|.*:.*:.*?))(?::(\d+))?$/.exec(entry) ?? [];
  if (wantedPort !== undefined && wantedPort !== port) {
    return false;
  }
  const wanted = bracketed ?? plain ?? '';
  if (isIP(wanted) !== 0) {
    return inRange(wanted, isIP(wanted) === 4 ? 32 : 128, host);
  }
  const suffix = wanted.replace(/^\*?\./, '');
  return suffix !== '' && (host === suffix || host.endsWith(`.${suffix}`));
}

function inRange(network: string, bits: number, host: string): boolean {
  const family = isIP(network);
  if (family === 0 || isIP(host) === 0 || bits > (family === 4 ? 32 : 128)) {
    return false;
  }
  const list = new BlockList();
  list.addSubnet(network, bits, family === 4 ? 'ipv4' : 'ipv6');
  return list.check(host, isIP(host) === 4 ? 'ipv4' : 'ipv6');
}
