/** Whether an address is on this machine: localhost and what is below it, 127.0.0.0/8 and ::1. */
export function isLoopback(url: URL): boolean {
  const host = bareHost(url);
  // URL has already made 127.1, 0x7f000001 and the like into four numbers.
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The host of an address in lower case, without the brackets of IPv6 and the dot at the end of a whole name. */
export function bareHost(url: URL): string {
  return url.hostname
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
}
