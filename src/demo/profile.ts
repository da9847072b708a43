/** The Kratos version that the demo imitates. `head` is Kratos as of 2026-07-29. */
export type ProfileName = (typeof profileNames)[number];

export const profileNames = ['v1.3.1', 'v26.2.0', 'head'] as const;

/** The differences between the versions, each taken from a recording or from that version's source. */
export interface Profile {
  readonly version: string;
  /** httprouter up to v1.3.1, net/http's ServeMux since. They differ in 405, redirects and slashes. */
  readonly router: 'httprouter' | 'ServeMux';
  /** A path without /admin is redirected by a 307, or served like the path with it. */
  readonly missingPrefix: 'redirected' | 'rewritten';
  /** Whether Cache-Control is set by handlers or on every GET. */
  readonly noStore: 'handlers' | 'gets';
  /** The largest page of identities and of courier messages. */
  readonly keysetMaxPage: number;
  readonly filtersCombine: boolean;
  readonly externalIds: boolean;
  /** Whether an error of the list of identities names the bad value of include_credential. */
  readonly listNamesBadCredential: boolean;
  readonly sessionsSortedBy: 'authenticatedAt' | 'createdAt';
  readonly allSessionsTotal: boolean;
  readonly metadataAdminInSessions: boolean;
  /** At head, `identity` is the last member of a session instead of `devices`. */
  readonly identityLast: boolean;
  readonly bulkSessions: boolean;
  /**
   * Page tokens of courier messages: readable, or encrypted with an expiry. The two encrypted kinds differ in errors.
   */
  readonly courierTokens: 'readable' | 'secretbox' | 'aead';
  /** Whether the subject of a courier message is redacted, too. */
  readonly subjectsRedacted: boolean;
  /** Whether a password or OpenID Connect credential can be deleted as long as another first factor is left. */
  readonly firstFactorsDeletable: boolean;
  /** The wording of errors of JSON Patch, of durations and of the format "email". */
  readonly wording: 'until v26.2.0' | 'since head';
  /** Whose `updated_at` a write of an identity changes: the identity's, or in v1.3.1 that of all its credentials. */
  readonly writeMoves: 'identity' | 'credentials';
  readonly passwordVersion: number;
  /** A negative page_size means the default, or a panic that drops the connection. */
  readonly negativePageSize: 'default' | 'panic';
}

const v26: Profile = {
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
    // A build from source has no release number.
    version: 'master',
    metadataAdminInSessions: true,
    identityLast: true,
    bulkSessions: true,
    courierTokens: 'aead',
    wording: 'since head',
    passwordVersion: 1,
  },
};
