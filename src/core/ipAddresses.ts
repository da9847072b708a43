/** A proxy may add a port or brackets, and an address of this link has a zone. */
const bracketed = /^\[([^\]]*)\](?::\d+)?$/;
const ipv4WithPort = /^([\d.]+):\d+$/;

const ipv4 = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/;
const ipv4AtEnd = /:(\d+\.\d+\.\d+\.\d+)$/;
const ipv6 = /^[\da-f:]+$/i;

/** Returns a test for an address, or a list of them, with one in the network (or equal to the address) `text`. */
export function addressTest(text: string): ((addresses: string) => boolean) | undefined {
  const isInNetwork = networkTest(text);
  return isInNetwork && ((addresses) => addresses.split(',').some((one) => isInNetwork(addressParts(one.trim()))));
}

/** Returns a test for the parts of an address in the network (or equal to the address) `text`. */
export function networkTest(text: string): ((address: readonly number[] | undefined) => boolean) | undefined {
  const [address = '', bits, ...rest] = text.split('/');
  const network = addressParts(address);
  if (network === undefined || rest.length > 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits))) {
    return undefined;
  }
  const partBits = network.length === 4 ? 8 : 16;
  const length = bits === undefined ? 128 : Number(bits);
  if (bits !== undefined && length > network.length * partBits) {
    return undefined;
  }
  const ignored = network.map((_, place) => Math.min(Math.max((place + 1) * partBits - length, 0), partBits));
  return (parts) =>
    parts?.length === network.length &&
    network.every((part, place) => part >> (ignored[place] ?? 0) === (parts[place] ?? 0) >> (ignored[place] ?? 0));
}

/**
 * Returns the four bytes of an IPv4 address, also of one inside an IPv6 address, or the eight groups of an IPv6 one.
 */
export function addressParts(text: string): readonly number[] | undefined {
  return ipv4Bytes(text) ?? ipv6Groups(text) ?? ipv4Bytes(bareAddress(text)) ?? ipv6Groups(bareAddress(text));
}

/** Returns the address without its port, brackets and zone. */
export function bareAddress(text: string): string {
  return (bracketed.exec(text)?.[1] ?? ipv4WithPort.exec(text)?.[1] ?? text).split('%')[0] ?? '';
}

function ipv4Bytes(text: string): readonly number[] | undefined {
  const bytes = ipv4.exec(text)?.slice(1).map(Number);
  return bytes?.every((byte) => byte < 256) ? bytes : undefined;
}

function ipv6Groups(text: string): readonly number[] | undefined {
  if (!ipv6.test(text)) {
    const embedded = ipv4Bytes(ipv4AtEnd.exec(text)?.[1] ?? '');
    return embedded && ipv6Groups(text.replace(ipv4AtEnd, `:${hexPair(embedded)}`));
  }
  const [head = [], tail, ...more] = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const written = [...head, ...(tail ?? [])];
  const isComplete = tail === undefined ? written.length === 8 : written.length < 8 && more.length === 0;
  if (!isComplete || written.some(({ length }) => length === 0 || length > 4)) {
    return undefined;
  }
  const groups = written.map((group) => Number.parseInt(group, 16));
  groups.splice(head.length, 0, ...Array<number>(8 - written.length).fill(0));
  const [high = 0, low = 0] = groups.slice(6);
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  return isMapped ? [high >> 8, high & 255, low >> 8, low & 255] : groups;
}

function hexPair([a = 0, b = 0, c = 0, d = 0]: readonly number[]): string {
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}
