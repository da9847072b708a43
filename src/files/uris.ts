import { Uri } from 'vscode';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';

export const scheme = 'kratos';

/** Whether a session's file contains the embedded identity. */
export type SessionForm = 'whole' | 'withoutIdentity';

/** The session or identity that a `kratos:` URI names. */
export type KratosFile =
  | ({ readonly kind: 'session'; readonly form: SessionForm } & SessionRef)
  | ({ readonly kind: 'identity' } & IdentityRef);

/** The folder of each form. The panel opens "sessions/*.json", so the form that opens as text has its own. */
const folders = { whole: 'sessions', withoutIdentity: 'sessions-without-identity' } as const;

/** kratos://<connection>/identities/<id>/sessions/<id>.json or …/sessions-without-identity/<id>.json */
export function sessionUri(ref: SessionRef, form: SessionForm = 'whole'): Uri {
  return Uri.from({
    scheme,
    authority: ref.connectionId,
    path: `/identities/${ref.identityId}/${folders[form]}/${ref.sessionId}.json`,
  });
}

/** kratos://<connection>/identities/<id>.json */
export function identityUri(ref: IdentityRef): Uri {
  return Uri.from({ scheme, authority: ref.connectionId, path: `/identities/${ref.identityId}.json` });
}

const sessionPath = /^\/identities\/([0-9a-f-]{36})\/(sessions|sessions-without-identity)\/([0-9a-f-]{36})\.json$/;
const identityPath = /^\/identities\/([0-9a-f-]{36})\.json$/;

/** Returns undefined for a URI that names neither a session nor an identity. */
export function parseKratosUri(uri: Uri): KratosFile | undefined {
  if (uri.scheme !== scheme) {
    return undefined;
  }
  const connectionId = uri.authority;
  const [, identityOfSession, folder, sessionId] = sessionPath.exec(uri.path) ?? [];
  if (identityOfSession !== undefined && sessionId !== undefined) {
    const form = folder === folders.whole ? 'whole' : 'withoutIdentity';
    return { kind: 'session', form, connectionId, identityId: identityOfSession, sessionId };
  }
  const identityId = identityPath.exec(uri.path)?.[1];
  return identityId === undefined ? undefined : { kind: 'identity', connectionId, identityId };
}
