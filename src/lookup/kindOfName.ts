/** "other" is an id that belongs to neither: a trace, a request, a device. */
export type IdKind = 'session' | 'identity' | 'other';

const sessionName = /(?:sessions?|sid)(?:id|uuid)?$/;
const identityName = /(?:identity|identities)(?:id|uuid)?$/;
const otherName =
  /(?:trace|span|request|req|correlation|flow|org|organization|organisation|devices?|schema|client|challenge|address(?:es)?|credentials?|tenants?|projects?|workspaces?|messages?)(?:id|uuid)?$/;

/** What a key, an attribute or a word says of the id after it: "session_id", "kratos.identity.id", "TraceID". */
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

/** What a path's segment says of the id after it: "/admin/sessions/<id>". */
export function kindOfPath(segment: string): IdKind | undefined {
  return /^sessions?-without-identity$/i.test(segment) ? 'session' : kindOfName(segment);
}
