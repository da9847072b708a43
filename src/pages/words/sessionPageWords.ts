import { l10n } from 'vscode';

export type SessionPageWords = ReturnType<typeof sessionPageWords>;

export function sessionPageWords() {
  return {
    actions: l10n.t('Session actions'),
    copyJson: l10n.t('Copy JSON'),
    openJson: l10n.t('Open JSON'),
    copyId: l10n.t('Copy Id'),
    copyMenu: l10n.t('Copy'),
    readActions: l10n.t('Read sessions'),
    noticeActions: l10n.t('What to do'),
    values: l10n.t('Values. Arrow keys move between them, and Enter copies one.'),
    refresh: l10n.t('Refresh'),
    retry: l10n.t('Retry'),
    cancel: l10n.t('Cancel'),
    showLog: l10n.t('Show Log'),
    editConnections: l10n.t('Edit Connections'),
    enterSecrets: l10n.t('Enter Secrets…'),
    showIdentity: l10n.t('Show Identity in the Tree'),
    /** {0} is the label of the copied value. */
    copy: l10n.t('Copy {0}', '{0}'),
    copied: l10n.t('Copied'),
    /** {0} is a time of day. */
    asOf: l10n.t('as of {0}', '{0}'),
    refreshed: l10n.t('Refreshed'),
    notRecorded: l10n.t('not recorded'),
    none: l10n.t('none'),
    session: l10n.t('Session'),
    sessionId: l10n.t('session id'),
    times: l10n.t('Times'),
    timeline: l10n.t('Timeline'),
    signedIn: l10n.t('Signed in'),
    now: l10n.t('now'),
    factors: l10n.t('Factors'),
    noFactors: l10n.t('The server has no authentication methods recorded for this session.'),
    level: l10n.t('Assurance level'),
    method: l10n.t('Method'),
    aal: l10n.t('AAL'),
    completed: l10n.t('Completed'),
    provider: l10n.t('Provider'),
    organization: l10n.t('Organization'),
    device: l10n.t('Device'),
    deviceNote: l10n.t('recorded when the session was created'),
    noDevice: l10n.t('The server has no device recorded for this session.'),
    ip: l10n.t('IP address'),
    location: l10n.t('Location'),
    userAgent: l10n.t('User agent'),
    identity: l10n.t('Identity'),
    json: l10n.t('JSON'),
  };
}
