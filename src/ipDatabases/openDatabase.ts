import { readFile } from 'node:fs/promises';
import { isIPv6 } from 'node:net';
import { Reader, type Response } from 'mmdb-lib';
import type { NetworkPlace } from '../core/origins/sessionFacts.ts';

/** A file of places or network operators in MaxMind's format. */
export interface IpDatabase {
  /** When its publisher made it. */
  readonly builtAt: Date;
  /** Returns what the file says about an address. Throws if the file is broken there. */
  lookup(address: string): NetworkPlace;
}

const metadataMarker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
/** MaxMind's format has its metadata within the last 128 KiB. */
const metadataLimit = 131_072;
/** Zeros between the search tree and the data. */
const separator = 16;

/** Opens a file. Rejects with the system's error if it cannot be read, and with any other error if it is broken. */
export async function openDatabase(file: string): Promise<IpDatabase> {
  const content = await readFile(file);
  // The library would compare a file of any size byte by byte.
  if (!content.subarray(-metadataLimit).includes(metadataMarker)) {
    throw new Error('no metadata');
  }
  const reader = new Reader<Response>(content);
  const { binaryFormatMajorVersion, buildEpoch, ipVersion, nodeCount, searchTreeSize } = reader.metadata;
  const isValid =
    binaryFormatMajorVersion === 2 &&
    (ipVersion === 4 || ipVersion === 6) &&
    Number.isInteger(nodeCount) &&
    searchTreeSize + separator <= content.length &&
    !Number.isNaN(buildEpoch.getTime());
  if (!isValid) {
    throw new Error('invalid metadata');
  }
  return {
    builtAt: buildEpoch,
    // The library would read an IPv6 address in a file of IPv4 addresses as another address.
    lookup: (address) => (ipVersion === 4 && isIPv6(address) ? {} : placeOf(reader.get(address))),
  };
}

function placeOf(record: unknown): NetworkPlace {
  const { country, city, location, autonomous_system_number, autonomous_system_organization } = membersOf(record);
  const code = membersOf(country).iso_code;
  const name = membersOf(membersOf(city).names).en;
  const { latitude, longitude } = membersOf(location);
  return {
    ...(typeof code === 'string' && /^[A-Z]{2}$/.test(code) ? { country: code } : {}),
    ...(typeof name === 'string' ? { city: name } : {}),
    ...(isWithin(latitude, 90) && isWithin(longitude, 180) ? { latitude, longitude } : {}),
    ...(isWithin(autonomous_system_number, 0xffff_ffff) ? { asn: autonomous_system_number } : {}),
    ...(typeof autonomous_system_organization === 'string' ? { operator: autonomous_system_organization } : {}),
  };
}

function isWithin(value: unknown, most: number): value is number {
  return typeof value === 'number' && Math.abs(value) <= most;
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
