import { networkOf } from '../core/origins/network.ts';
import { emailAddress, withoutKeys } from './redactPersonalData.ts';

/** What may be an IP address; a network already has its length. */
const address = /(?<![\w.:])(?:(?:::ffff:)?\d{1,3}(?:\.\d{1,3}){3}|[\da-f]{0,4}(?::[\da-f]{0,4}){2,7})(?![\w/])/gi;

/** Masks e-mail addresses as "a…@example.org", and cuts IP addresses to their networks. */
export function maskPersonalData(text: string): string {
  return withoutKeys(text)
    .replace(emailAddress, (found) => found.replace(/^(.).*(@|%40)/u, '$1…$2'))
    .replace(address, (found) => networkOf(found)?.name ?? found);
}
