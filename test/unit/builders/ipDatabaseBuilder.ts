import { isIPv4 } from 'node:net';

/** What can be written into a database: a bigint as uint64, an integer as uint32, any other number as double. */
export type Written = string | number | bigint | readonly Written[] | { readonly [name: string]: Written };

/** A node of the search tree: its two branches, an offset into the data, or nothing. */
type Branch = Node | number | undefined;
interface Node {
  readonly branches: [Branch, Branch];
}

const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');

/** Returns a file in MaxMind's format with records of 32 bits; `over` replaces members of its metadata. */
export function ipDatabase(
  networks: Readonly<Record<string, Written>>,
  over: Readonly<Record<string, Written>> = {},
): Buffer {
  const isForIPv4 = over.ip_version === 4;
  const root: Node = { branches: [undefined, undefined] };
  const data: Buffer[] = [];
  let size = 0;
  for (const [network, record] of Object.entries(networks)) {
    const [address = '', length = ''] = network.split('/');
    const bits = bitsOf(address, isForIPv4);
    const depth = Number(length) + (isIPv4(address) && !isForIPv4 ? 96 : 0);
    const encoded = encode(record);
    insert(root, bits.slice(0, depth), size);
    data.push(encoded);
    size += encoded.length;
  }
  const nodes = nodesOf(root);
  const tree = Buffer.alloc(nodes.length * 8);
  for (const [index, { branches }] of nodes.entries()) {
    for (const [side, branch] of branches.entries()) {
      const record =
        branch === undefined
          ? nodes.length
          : typeof branch === 'number'
            ? nodes.length + 16 + branch
            : nodes.indexOf(branch);
      tree.writeUInt32BE(record, index * 8 + side * 4);
    }
  }
  const metadata = {
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: BigInt(Math.floor(Date.now() / 1000)),
    database_type: 'Test-City',
    description: { en: 'A database for tests' },
    ip_version: 6,
    languages: ['en'],
    node_count: nodes.length,
    record_size: 32,
    ...over,
  };
  return Buffer.concat([tree, Buffer.alloc(16), ...data, marker, encode(metadata)]);
}

function insert(root: Node, bits: readonly number[], offset: number): void {
  let node = root;
  for (const bit of bits.slice(0, -1)) {
    const next = node.branches[bit as 0 | 1];
    if (typeof next === 'object') {
      node = next;
    } else {
      const made: Node = { branches: [undefined, undefined] };
      node.branches[bit as 0 | 1] = made;
      node = made;
    }
  }
  node.branches[bits.at(-1) as 0 | 1] = offset;
}

function nodesOf(root: Node): readonly Node[] {
  const nodes: Node[] = [root];
  for (const { branches } of nodes) {
    nodes.push(...branches.filter((branch) => typeof branch === 'object'));
  }
  return nodes;
}

/** Returns the bits of an address; those of an IPv4 address in a file for both follow 96 zeros. */
function bitsOf(address: string, isForIPv4: boolean): readonly number[] {
  const bytes = isIPv4(address)
    ? [...Array.from({ length: isForIPv4 ? 0 : 12 }, () => 0), ...address.split('.').map(Number)]
    : groupsOf(address).flatMap((group) => [group >> 8, group & 255]);
  return bytes.flatMap((byte) => Array.from({ length: 8 }, (_, index) => (byte >> (7 - index)) & 1));
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail = ''] = address.split('::');
  const parsed = (part: string) =>
    part
      .split(':')
      .filter(Boolean)
      .map((group) => Number.parseInt(group, 16));
  const [start, end] = [parsed(head), parsed(tail)];
  return [...start, ...Array.from({ length: 8 - start.length - end.length }, () => 0), ...end];
}

function encode(value: Written): Buffer {
  if (typeof value === 'string') {
    return Buffer.concat([control(2, Buffer.byteLength(value)), Buffer.from(value)]);
  }
  if (typeof value === 'bigint') {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64BE(value);
    return Buffer.concat([control(9, 8), bytes]);
  }
  if (typeof value === 'number') {
    const isInteger = Number.isInteger(value);
    const bytes = Buffer.alloc(isInteger ? 4 : 8);
    isInteger ? bytes.writeUInt32BE(value) : bytes.writeDoubleBE(value);
    return Buffer.concat([control(isInteger ? 6 : 3, bytes.length), bytes]);
  }
  if (Array.isArray(value)) {
    return Buffer.concat([control(11, value.length), ...value.map(encode)]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([name, one]) => [encode(name), encode(one)])]);
}

/** Returns the bytes before a value: its type and its size below 285. */
function control(type: number, size: number): Buffer {
  const [short, rest] = size < 29 ? [size, []] : [29, [size - 29]];
  return Buffer.from(type < 8 ? [(type << 5) | short, ...rest] : [short, type - 7, ...rest]);
}
