import type { DemoCredential, DemoIdentity } from '../model.ts';
import { type DemoResponse, noContent, noSuchResource, notFound, refused } from '../responses.ts';
import { parseUuid } from '../uuid.ts';
import type { DemoHandler } from './handler.ts';

/** DELETE /admin/identities/{id}/credentials/{type}. */
export const deleteCredential: DemoHandler = ({ query, params: [idText = '', type = ''] }, server) => {
  const parsed = parseUuid(idText);
  const identity = 'error' in parsed ? undefined : server.data.identity(parsed.id);
  if (identity === undefined) {
    return noSuchResource();
  }
  const credential = identity.credentials.find((one) => one.type === type);
  if (credential === undefined) {
    return notFound(`You tried to remove a ${type} but this user have no ${type} set up.`);
  }
  const { firstFactorsDeletable: newer } = server.profile;
  const now = server.now();
  const keys = type === 'webauthn' ? keysOf(credential) : [];
  const kept = keys.filter((key) => key.is_passwordless);
  if (kept.length > 0) {
    credential.config = { ...Object(credential.config), credentials: kept };
    credential.updatedAt = kept.length < keys.length ? now : credential.updatedAt;
  } else if (type === 'totp' || type === 'lookup_secret' || type === 'webauthn') {
    identity.credentials = identity.credentials.filter((one) => one !== credential);
  } else if (type === 'oidc' || (newer && (type === 'password' || type === 'saml'))) {
    const refusal = deleteFirstFactor(identity, credential, query.get('identifier'), newer);
    if (refusal !== undefined) {
      return refusal;
    }
    credential.updatedAt = now;
  } else if (newer) {
    return refused(`Credentials type ${type} cannot be deleted.`);
  } else {
    const firstFactor = type === 'password' || type === 'code';
    return refused(firstFactor ? 'You cannot remove first factor credentials.' : `Unknown credentials type ${type}.`);
  }
  identity.updatedAt = now;
  return noContent({});
};

/** Returns the keys of a WebAuthn credential. Passwordless ones are first factors: deleting succeeds and keeps them. */
function keysOf({ config }: DemoCredential): readonly { readonly is_passwordless: boolean }[] {
  return (config as { readonly credentials?: readonly { readonly is_passwordless: boolean }[] }).credentials ?? [];
}

/** Empties a credential without removing it, as Kratos does, or returns the error. */
function deleteFirstFactor(
  identity: DemoIdentity,
  credential: DemoCredential,
  identifier: string,
  keepsTheLast: boolean,
): DemoResponse | undefined {
  if (keepsTheLast && identity.credentials.reduce((sum, one) => sum + firstFactors(one), 0) < 2) {
    return refused('You cannot remove the last first factor credential.');
  }
  if (credential.type === 'password') {
    credential.config = {};
    return undefined;
  }
  if (identifier === '') {
    return refused('You must provide an identifier to delete this credential.');
  }
  if (!credential.identifiers.includes(identifier)) {
    return notFound(`The identifier \`${identifier}\` was not found among OIDC credentials.`);
  }
  credential.identifiers = credential.identifiers.filter((one) => one !== identifier);
  return undefined;
}

/** Counts the first factors of a credential. A code is only for recovery, as by default. */
function firstFactors({ type, identifiers, config }: DemoCredential): number {
  switch (type) {
    case 'password':
      return Object.hasOwn(Object(config), 'hashed_password') ? 1 : 0;
    case 'oidc':
    case 'saml':
      return identifiers.length;
    case 'passkey':
      return 1;
    default:
      return 0;
  }
}
