/** Which server the demo behaves as. `head` is Kratos as of 2026-07-29. */
export type ProfileName = (typeof profileNames)[number];

export const profileNames = ['v1.3.1', 'v26.2.0', 'head'] as const;

/** What differs between the servers, each fact seen in a recording or read in that version's source. */
export interface Profile {
  readonly name: ProfileName;
  readonly version: string;
  /** The router below: httprouter up to v1.3.1, net/http's ServeMux since. They differ in 405, redirects and slashes. */
  readonly router: 'httprouter' | 'ServeMux';
  /** A path without /admin: 307 to the one with it, or served as if it had it. */
  readonly missingPrefix: 'redirected' | 'rewritten';
  /** Cache-Control: on whatever a handler answers, or on every GET. */
  readonly noStore: 'handlers' | 'gets';
  /** The largest page of identities and of courier messages. */
  readonly keysetMaxPage: number;
  readonly filtersCombine: boolean;
  readonly externalIds: boolean;
  /** Whether the list of identities names the bad value of include_credential. */
  readonly listNamesBadCredential: boolean;
  readonly sessionsSortedBy: 'authenticatedAt' | 'createdAt';
  readonly allSessionsTotal: boolean;
  readonly metadataAdminInSessions: boolean;
  /** At head, `identity` is the last member of a session instead of `devices`. */
  readonly identityLast: boolean;
  readonly bulkSessions: boolean;
  /**
   * Page tokens of courier messages: the readable ones of the list of all sessions, or sealed ones that expire. The
   * two kinds of sealed tokens differ in their errors.
   */
  readonly courierTokens: 'readable' | 'secretbox' | 'aead';
  /** Whether the subject of a courier message is redacted as its body is. */
  readonly subjectsRedacted: boolean;
  /** Whether a password or OpenID Connect credential can be deleted as long as another first factor is left. */
  readonly firstFactorsDeletable: boolean;
  /** How the errors of JSON Patch, of durations and of the format "email" are worded. */
  readonly wording: 'until v26.2.0' | 'since head';
  /**
   * What every write of an identity moves beside the changed credential's own time: the identity's `updated_at`, or,
   * in v1.3.1, the `updated_at` of all its credentials, from the next response on.
   */
  readonly writeMoves: 'identity' | 'credentials';
  readonly passwordVersion: number;
  /** A negative page_size: the default, or a panic that drops the connection. */
  readonly negativePageSize: 'default' | 'panic';
}

const v26: Profile = {
  name: 'v26.2.0',
  version: 'v26.2.0',
  router: 'ServeMux',
  missingPrefix: 'rewritten',
  noStore: 'gets',
  keysetMaxPage: 500,
  filtersCombine: false,
  externalIds: true,
  listNamesBadCredential: true,
  sessionsSortedBy: 'createdAt',
  allSessionsTotal: false,
  metadataAdminInSessions: false,
  identityLast: false,
  bulkSessions: false,
  courierTokens: 'secretbox',
  subjectsRedacted: true,
  firstFactorsDeletable: true,
  wording: 'until v26.2.0',
  writeMoves: 'identity',
  passwordVersion: 0,
  negativePageSize: 'default',
};

export const profiles: Readonly<Record<ProfileName, Profile>> = {
  'v1.3.1': {
    ...v26,
    name: 'v1.3.1',
    version: 'v1.3.1',
    router: 'httprouter',
    missingPrefix: 'redirected',
    noStore: 'handlers',
    keysetMaxPage: Number.POSITIVE_INFINITY,
    filtersCombine: true,
    externalIds: false,
    listNamesBadCredential: false,
    sessionsSortedBy: 'authenticatedAt',
    allSessionsTotal: true,
    courierTokens: 'readable',
    subjectsRedacted: false,
    firstFactorsDeletable: false,
    writeMoves: 'credentials',
    negativePageSize: 'panic',
  },
  'v26.2.0': v26,
  head: {
    ...v26,
    name: 'head',
    // A build from source knows no release.
    version: 'master',
    metadataAdminInSessions: true,
    identityLast: true,
    bulkSessions: true,
    courierTokens: 'aead',
    wording: 'since head',
    passwordVersion: 1,
  },
};
