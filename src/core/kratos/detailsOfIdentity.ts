import type { Identity } from './identity.ts';
import { type IdentityDetails, identityDetails } from './identityDetails.ts';
import { exactText } from './json/exactJson.ts';
import { memberTexts } from './json/jsonMembers.ts';

const longestMember = 65_536;

/**
 * Reads the JSON that the server sent of an identity. Members that are longer than 64 kB are left out: anyone can sign
 * up with any data.
 */
export function detailsOfIdentity({ json }: Identity, version: string | undefined): IdentityDetails {
  const members = memberTexts(exactText(json));
  const names = ['created_at', 'state_changed_at', 'credentials', 'verifiable_addresses', 'recovery_addresses'];
  const short = names
    .map((name) => [name, members.get(name) ?? 'null'] as const)
    .filter(([, member]) => member.length <= longestMember);
  return identityDetails(Object.fromEntries(short.map(([name, member]) => [name, JSON.parse(member)])), version);
}
