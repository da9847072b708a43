import { Uri } from 'vscode';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { shortId } from '../text/identityName.ts';
import { visibleText } from '../text/visibleText.ts';

export const scheme = 'kratos';

/** Whether a session's file contains the embedded identity. */
export type SessionForm = 'whole' | 'withoutIdentity';

/** The session or identity that a `kratos:` URI names. */
export type KratosFile =
  | ({ readonly kind: 'session'; readonly form: SessionForm } & SessionRef)
  | ({ readonly kind: 'identity' } & IdentityRef);

/** The folder of each form. The panel opens "sessions/*.json", so the form that opens as text has its own. */
const folders = { whole: 'sessions', withoutIdentity: 'sessions-without-identity' } as const;

/**
 * Returns kratos://<connection>/identities/<id>/sessions/<id>.json or …/sessions-without-identity/<id>.json. With a
 * name, the last part is <id>/<name> <short id>.json, because VS Code labels a tab by the last part.
 */
export function sessionUri(ref: SessionRef, form: SessionForm = 'whole', name?: string): Uri {
  const folder = `/identities/${ref.identityId}/${folders[form]}`;
  return fileUri(ref.connectionId, folder, ref.sessionId, name);
}

/** Returns kratos://<connection>/identities/<id>.json, with a name …/<id>/<name> <short id>.json. */
export function identityUri(ref: IdentityRef, name?: string): Uri {
  return fileUri(ref.connectionId, '/identities', ref.identityId, name);
}

function fileUri(connectionId: string, folder: string, id: string, name: string | undefined): Uri {
  const label = name === undefined ? '' : `/${`${fileNamePart(name)} ${shortId(id)}`.trim()}`;
  return Uri.from({ scheme, authority: connectionId, path: `${folder}/${id}${label}.json` });
}

const longestNamePart = 60;

/** Makes a text of any origin part of a file name that every system accepts. */
export function fileNamePart(text: string): string {
  return visibleText(text, longestNamePart)
    .replaceAll(/[\\/:*?"<>|\s]+/g, ' ')
    .replace(/^[. ]+/, '')
    .trimEnd();
}

const uuid = '([0-9a-f-]{36})';
const label = '(?:/[^/]+)?';
const sessionPath = new RegExp(`^/identities/${uuid}/(sessions|sessions-without-identity)/${uuid}${label}\\.json$`);
const identityPath = new RegExp(`^/identities/${uuid}${label}\\.json$`);

/** Ignores labels. Returns undefined for a URI that names neither a session nor an identity. */
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
