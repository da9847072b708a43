import { isIP } from 'node:net';
import { addressParts, networkTest } from '../../ipAddresses.ts';

/**
 * Returns the first of `entries` that keeps `url` from a proxy: "*", a host (with those below it), ".suffix",
 * "*.suffix", an address or a range of them ("10.0.0.0/8"), each with a port where it is for that port alone.
 */
export function noProxyEntry(entries: readonly string[], url: URL): string | undefined {
  const host = url.hostname.replace(/^\[(.*)\]$|\.$/, '$1');
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
  const address = addressParts(host);
  return (entry) => {
    const [, wantedPort = port] = /^(?:\[.+\]|[\d.]+):(\d+)$/.exec(entry) ?? [];
    return wantedPort === port && networkTest(entry)?.(address) === true;
  };
}
