import type { DemoData } from '../data/demoData.ts';
import type { Profile } from '../profile.ts';
import type { Query } from '../query.ts';
import { parseUuid } from '../uuid.ts';

/** The filters of GET /admin/identities. Servers before v25.4 accept several at once. */
export interface DemoIdentityFilter {
  readonly ids: ReadonlySet<string> | undefined;
  readonly identifier: string | undefined;
  readonly identifierPrefix: string | undefined;
  readonly organizationId: string | undefined;
}

const maxIds = 500;

const credentialTypes: ReadonlySet<string> = new Set([
  'password',
  'oidc',
  'totp',
  'lookup_secret',
  'webauthn',
  'code',
  'passkey',
  'saml',
  'link_recovery',
  'code_recovery',
]);

export function parseFilter(query: Query, profile: Profile): DemoIdentityFilter | { readonly error: string } {
  const filter = {
    identifier: given(query, 'credentials_identifier'),
    identifierPrefix: given(query, 'preview_credentials_identifier_similar'),
    organizationId: profile.filtersCombine ? undefined : given(query, 'organization_id'),
  };
  const ids = query.all('ids');
  const filters = [ids.length > 0, ...Object.values(filter).map((value) => value !== undefined)];
  if (!profile.filtersCombine && filters.filter(Boolean).length > 1) {
    return { error: 'You cannot combine multiple filters in this API' };
  }
  if (filter.identifier !== undefined && filter.identifierPrefix !== undefined) {
    return { error: 'Cannot pass both credentials_identifier and preview_credentials_identifier_similar.' };
  }
  if (!profile.filtersCombine && ids.length > maxIds) {
    return { error: `The number of ids to filter must not exceed ${maxIds}.` };
  }
  const parsed = ids.map((text) => ({ text, uuid: parseUuid(text) }));
  const bad = parsed.find(({ uuid }) => 'error' in uuid);
  if (bad !== undefined) {
    return { error: `Invalid UUID value \`${bad.text}\` for parameter \`ids\`.` };
  }
  if (filter.organizationId !== undefined && 'error' in parseUuid(filter.organizationId)) {
    return { error: `Invalid UUID value \`${filter.organizationId}\` for parameter \`organization_id\`.` };
  }
  const found = new Set(parsed.flatMap(({ uuid }) => ('id' in uuid ? [uuid.id] : [])));
  return { ...filter, ids: ids.length === 0 ? undefined : found };
}

/**
 * Returns the credential types in include_credential. The error names the bad value or, by a bug of Kratos, the values
 * before it.
 */
export function parseConfigs(
  query: Query,
  named: 'value' | 'list before it',
): { readonly types: ReadonlySet<string> } | { readonly error: string } {
  const types = query.all('include_credential');
  const bad = types.findIndex((type) => !credentialTypes.has(type));
  if (bad === -1) {
    return { types: new Set(types) };
  }
  const value = named === 'value' ? types[bad] : `[${types.slice(0, bad).join(' ')}]`;
  return { error: `Invalid value \`${value}\` for parameter \`include_credential\`.` };
}

/** Returns the matching ids in ascending order. Compares identifiers in lower case, as Kratos stores them. */
export function matching(filter: DemoIdentityFilter, data: DemoData): readonly string[] {
  const { ids, organizationId } = filter;
  const identifier = filter.identifier?.trim().toLowerCase();
  const prefix = filter.identifierPrefix?.trim().toLowerCase();
  if (ids === undefined && identifier === undefined && prefix === undefined && organizationId === undefined) {
    return data.ids;
  }
  return data.ids.filter((id) => {
    if (ids !== undefined && !ids.has(id)) {
      return false;
    }
    const identity = data.identity(id);
    const identifiers = identity?.credentials.flatMap((credential) => credential.identifiers) ?? [];
    return (
      (identifier === undefined || identifiers.includes(identifier)) &&
      (prefix === undefined || identifiers.some((one) => one.startsWith(prefix))) &&
      (organizationId === undefined || identity?.organizationId === organizationId.toLowerCase())
    );
  });
}

function given(query: Query, name: string): string | undefined {
  const value = query.get(name);
  return value === '' ? undefined : value;
}
