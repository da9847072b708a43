import { Uri } from 'vscode';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';

export const scheme = 'kratos';

/** What a `kratos:` address names. */
export type KratosFile = ({ readonly kind: 'session' } & SessionRef) | ({ readonly kind: 'identity' } & IdentityRef);

/** kratos://<connection>/identities/<id>/sessions/<id>.json */
export function sessionUri(ref: SessionRef): Uri {
  return Uri.from({
    scheme,
    authority: ref.connectionId,
    path: `/identities/${ref.identityId}/sessions/${ref.sessionId}.json`,
  });
}

/** kratos://<connection>/identities/<id>.json */
export function identityUri(ref: IdentityRef): Uri {
  return Uri.from({ scheme, authority: ref.connectionId, path: `/identities/${ref.identityId}.json` });
}

const sessionPath = /^\/identities\/([0-9a-f-]{36})\/sessions\/([0-9a-f-]{36})\.json$/;
const identityPath = /^\/identities\/([0-9a-f-]{36})\.json$/;

/** The identity or session that `uri` names; undefined for any other address. */
export function parseKratosUri(uri: Uri): KratosFile | undefined {
  if (uri.scheme !== scheme) {
    return undefined;
  }
  const connectionId = uri.authority;
  const [, identityOfSession, sessionId] = sessionPath.exec(uri.path) ?? [];
  if (identityOfSession !== undefined && sessionId !== undefined) {
    return { kind: 'session', connectionId, identityId: identityOfSession, sessionId };
  }
  const identityId = identityPath.exec(uri.path)?.[1];
  return identityId === undefined ? undefined : { kind: 'identity', connectionId, identityId };
}
