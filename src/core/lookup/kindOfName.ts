/** "other" is the id of something else: a trace, a request, a device. */
export type IdKind = 'session' | 'identity' | 'other';

const sessionName = /(?:sessions?|sid)(?:id|uuid)?$/;
const identityName = /(?:identity|identities)(?:id|uuid)?$/;
const otherName =
  /(?:trace|span|request|req|correlation|flow|org|organization|organisation|devices?|schema|client|challenge|address(?:es)?|credentials?|tenants?|projects?|workspaces?|messages?)(?:id|uuid)?$/;

/** Returns the kind of id that a key, an attribute or a word names: "session_id", "kratos.identity.id", "TraceID". */
export function kindOfName(name: string): IdKind | undefined {
  const plain = name.toLowerCase().replace(/[^a-z]/g, '');
  if (identityName.test(plain)) {
    return 'identity';
  }
  if (sessionName.test(plain)) {
    return 'session';
  }
  return otherName.test(plain) ? 'other' : undefined;
}

/** Returns the kind of the id after a path segment: "/admin/sessions/<id>". */
export function kindOfPath(segment: string): IdKind | undefined {
  return /^sessions?-without-identity$/i.test(segment) ? 'session' : kindOfName(segment);
}
