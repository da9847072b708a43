import { l10n } from 'vscode';
import { originsFooter } from '../../text/originText.ts';

export type OriginWords = ReturnType<typeof originWords>;

export function originWords() {
  return {
    origins: l10n.t('Origins'),
    footer: originsFooter(),
    noSessions: l10n.t('No sessions, so no origins.'),
    /** {0} is how complete the list is: "50 of 1,203". */
    partial: l10n.t('Not all sessions are read ({0}). Origins and their order may still change.', '{0}'),
    showAll: l10n.t('Show All {0} Origins', '{0}'),
    showFirst: l10n.t('Show Only the First {0} Origins', '{0}'),
    more: l10n.t('and {0} more', '{0}'),
    /** {0} is a relative time. */
    firstSeen: l10n.t('first seen {0}', '{0}'),
    noFirstSeen: l10n.t('no time recorded'),
    oneSession: l10n.t('1 session'),
    sessions: l10n.t('{0} sessions', '{0}'),
    activeCount: l10n.t('{0} active', '{0}'),
    kinds: {
      place: l10n.t('Place'),
      device: l10n.t('Device'),
      signIn: l10n.t('Sign-in'),
      change: l10n.t('Afterwards'),
    },
    noReasons: l10n.t('Nothing is marked. Comparisons lists what could be compared.'),
    list: l10n.t('Origins. Up and Down move between them, and Left and Right between the actions of one.'),
    /** {0} is the name of the origin. */
    actions: l10n.t('Actions for {0}', '{0}'),
    showSessions: l10n.t('Show Sessions'),
    recognised: l10n.t('Recognised by the Owner'),
    notRecognised: l10n.t('Not Recognised'),
    copyQuestion: l10n.t('Copy Question for the Owner'),
    findNetwork: l10n.t('Find This Network in Recent Sessions'),
    revoke: l10n.t('Revoke Sessions…'),
    comparisons: l10n.t('Comparisons'),
    timesAsText: l10n.t('Times as Text'),
    timeAxis: l10n.t('Time axis'),
    day: l10n.t('Day'),
    week: l10n.t('Week'),
    all: l10n.t('All Sessions'),
    move: l10n.t('Move the time axis'),
    earlier: l10n.t('Earlier'),
    later: l10n.t('Later'),
    /** {0} is a time zone. */
    localTime: l10n.t('local time ({0})', '{0}'),
    now: l10n.t('now'),
    events: l10n.t('Events'),
    noEvents: l10n.t('None known.'),
    oneEvent: l10n.t('1 event of the identity'),
    countEvents: l10n.t('{0} events of the identity', '{0}'),
    earlierEvents: l10n.t('{0} before the first session', '{0}'),
    moreEvents: l10n.t('and {0} earlier events', '{0}'),
    active: l10n.t('active'),
    ended: l10n.t('expired'),
    openEnd: l10n.t('end not recorded'),
    first: l10n.t('factor completed'),
    second: l10n.t('second factor'),
    recovery: l10n.t('recovery'),
    eventKinds: {
      created: l10n.t('created'),
      address: l10n.t('address'),
      credential: l10n.t('credential'),
      mail: l10n.t('mail'),
      state: l10n.t('state'),
    },
    signedIn: l10n.t('Signed in'),
    /** {0} is an authentication method. */
    completed: l10n.t('{0} completed', '{0}'),
    expires: l10n.t('Expires'),
    expired: l10n.t('Expired'),
    /** {0} is the state: "Revoked or signed out". The time of the expiry follows. */
    endedBefore: l10n.t('{0}; the time is not recorded. It would expire', '{0}'),
    noTime: l10n.t('no time recorded'),
    notOnAxis: l10n.t('Not on the time axis, because of its times.'),
    moreInTable: l10n.t('and {0} more in the table', '{0}'),
    selectSession: l10n.t('Select Session'),
  };
}
