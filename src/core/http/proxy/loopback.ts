/**
 * Returns whether an address is on this machine for any resolver: localhost, 127.0.0.0/8 and ::1. Names below
 * localhost, and "localhost." with a dot, are looked up like any other name.
 */
export function isLoopback({ hostname }: URL): boolean {
  // URL has already made 127.1, 0x7f000001 and the like into four numbers, and upper case into lower case.
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
