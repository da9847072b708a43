import { l10n } from 'vscode';
import { connectionColorId, labelTraitsOf } from '../../../connections/connectionFacts.ts';
import type { UnlockState } from '../../../connections/connections.ts';
import type { Directory } from '../../../core/directory/directory.ts';
import type { ListState } from '../../../core/directory/listState.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import type { AddressDetails, IdentityDetails } from '../../../core/kratos/identityDetails.ts';
import { exactText } from '../../../core/kratos/json/exactJson.ts';
import type { Mail } from '../../../core/kratos/mails.ts';
import { momentOf } from '../../../core/kratos/moments.ts';
import { countWords, locale, numberWords } from '../../../text/counts.ts';
import { failureText } from '../../../text/failureText.ts';
import { identityIdentifier, identityName, shortId } from '../../../text/identityName.ts';
import { shortText, visibleText } from '../../../text/visibleText.ts';
import type {
  AddressModel,
  IdentityEvent,
  IdentityPageModel,
  PageIdentityModel,
  SafetyStep,
} from '../../protocol/identityModel.ts';
import type { Notice } from '../../protocol/sessionModel.ts';
import { type IdentityPageWords, identityPageWords } from '../../words/identityPageWords.ts';
import { errorNotice, failureNotice, loadingWords, noConnectionNotice } from '../notices.ts';
import { describeIdentity } from '../session/describeIdentity.ts';
import { connectionText, shownValue } from '../values.ts';
import { describeSafety } from './describeSafety.ts';
import type { IdentityReading } from './identityReading.ts';

/** Writes within this time of the identity's creation belong to its registration. */
const registrationMs = 60_000;
const mostIdentifiers = 20;

/** What the page describes of a reading. */
export type IdentityPageFacts = Pick<
  IdentityReading,
  | 'ref'
  | 'phase'
  | 'identity'
  | 'details'
  | 'mails'
  | 'mailsFailure'
  | 'connection'
  | 'sessions'
  | 'filter'
  | 'isSettled'
> & {
  readonly directory: Pick<Directory, 'waiting'> | undefined;
};

interface IdentityPageSurroundings {
  /** The setting kratosExplorer.labelTraits. */
  readonly labelTraits: readonly string[];
  /** A sentence for each database of addresses that cannot be used. */
  readonly problems: readonly string[];
  /** What is left of the connection's unlock; undefined while it is locked. */
  readonly unlock: UnlockState | undefined;
  /** When this window carried out which steps that lead back to a safe account. */
  readonly completed: ReadonlyMap<SafetyStep, Date>;
}

/** Describes what the page shows besides sessions and origins. */
export function describeIdentityPage(
  reading: IdentityPageFacts,
  surroundings: IdentityPageSurroundings,
): IdentityPageModel {
  const { labelTraits, problems, unlock, completed } = surroundings;
  // The JSON is parsed with each access.
  const { ref, phase, identity, details, sessions, connection } = reading;
  const busy = busyWords(reading);
  return {
    words: wordsFor(reading.filter),
    locale: locale(),
    title: identityPageTitle(reading, labelTraits),
    id: shownValue(ref.identityId) ?? { text: '', exact: '' },
    busy,
    mayCancel: busy !== undefined && !reading.isSettled,
    notice: describeNotice(reading, connection === undefined ? ref.connectionId : connection.name),
    identity: identity && describeWho(reading, identity, details, surroundings),
    coverage: sessions === undefined ? '' : coverageWords(sessions, reading.filter),
    readAt: sessions?.readAt?.getTime(),
    readAll: phase.kind === 'gone' ? undefined : readAllWords(sessions),
    clearFilter: reading.filter === 'all' ? undefined : l10n.t('Clear Session Filter'),
    mayChange: unlock !== undefined && phase.kind !== 'gone',
    safety:
      identity && details && phase.kind !== 'gone'
        ? describeSafety({
            identity,
            details,
            sessions: reading.filter === 'inactive' ? undefined : sessions,
            isUnlocked: unlock !== undefined,
            completed,
            now: new Date(),
          })
        : undefined,
    events: eventsOf(reading, details),
    missing: [...missingWords(reading), ...problems],
  };
}

function wordsFor(filter: IdentityPageFacts['filter']): IdentityPageWords {
  const words = identityPageWords();
  const empty = l10n.t('No session passes the filter. Clear it to see all sessions.');
  return filter === 'all' ? words : { ...words, table: { ...words.table, empty } };
}

/** Returns the title of the tab, which is also the heading of the page. */
function identityPageTitle(
  { ref, identity, connection }: Pick<IdentityPageFacts, 'ref' | 'identity' | 'connection'>,
  labelTraits: readonly string[],
): string {
  return identity === undefined
    ? l10n.t('Identity {0}', shortId(ref.identityId))
    : identityName(identity, labelTraitsOf(connection, labelTraits));
}

function describeWho(
  { ref, connection }: IdentityPageFacts,
  identity: Identity,
  details: IdentityDetails | undefined,
  { labelTraits, unlock }: Pick<IdentityPageSurroundings, 'labelTraits' | 'unlock'>,
): PageIdentityModel {
  const name = identityName(identity, labelTraitsOf(connection, labelTraits));
  const byline = [
    identityIdentifier(identity, name),
    connectionText(connection, ref.connectionId, unlock !== undefined),
  ];
  return {
    ...describeIdentity(identity.id, exactText(identity.json)),
    byline: byline.filter((part) => part !== undefined),
    connectionColor: connectionColorId(connection),
    isInactive: identity.state === 'inactive',
    state: visibleText(identity.state),
    credentials: (details?.credentials ?? []).map(({ type, identifiers, changedAt }) => ({
      type: shortText(type),
      identifiers: shownIdentifiers(identifiers),
      changedAt,
    })),
    addresses: (details?.addresses ?? []).map(describeAddress),
  };
}

/** Returns the first identifiers, and how many more there are. */
function shownIdentifiers(identifiers: readonly string[]): readonly string[] {
  const shown = identifiers.slice(0, mostIdentifiers).map((one) => shownValue(one)?.text ?? '');
  const left = identifiers.length - shown.length;
  return left === 0 ? shown : [...shown, l10n.t('{0} more in the JSON', numberWords(left))];
}

function busyWords({ phase, sessions, directory }: IdentityPageFacts): string | undefined {
  if (sessions?.phase.kind === 'loading') {
    const { items, total } = sessions;
    return loadingWords(directory?.waiting(sessions.phase.what === 'all' ? 'rest' : 'page'), items.length, total);
  }
  return phase.kind === 'reading' || phase.kind === 'unread' ? l10n.t('Loading the identity…') : undefined;
}

function describeNotice({ phase, sessions }: IdentityPageFacts, connectionName: string): Notice | undefined {
  if (phase.kind === 'gone') {
    const text = l10n.t(
      'The server has no identity with this id. It may have been deleted, or belong to another server.',
    );
    return { kind: 'gone', text, action: 'retry' };
  }
  if (phase.kind === 'noConnection') {
    return noConnectionNotice(connectionName);
  }
  if (phase.kind === 'broken') {
    return errorNotice(phase.error);
  }
  const failed = phase.kind === 'failed' ? phase : sessions?.phase.kind === 'failed' ? sessions.phase : undefined;
  return failed && failureNotice(failed.failure);
}

function coverageWords(
  { items, total, end, outdated }: ListState<unknown>,
  filter: IdentityPageFacts['filter'],
): string {
  const count =
    items.length === 0 && end.kind === 'complete'
      ? l10n.t('No sessions')
      : countWords({ shown: items.length, total, end });
  const filtered =
    filter === 'active'
      ? l10n.t('{0} (filter: active only)', count)
      : filter === 'inactive'
        ? l10n.t('{0} (filter: inactive only)', count)
        : count;
  return outdated ? l10n.t('{0}, outdated', filtered) : filtered;
}

function readAllWords(sessions: IdentityPageFacts['sessions']): string | undefined {
  if (sessions === undefined || sessions.end.kind !== 'more' || sessions.phase.kind !== 'ready') {
    return undefined;
  }
  return sessions.total === undefined ? l10n.t('Read All') : l10n.t('Read All ({0})', numberWords(sessions.total));
}

function describeAddress({ use, value, isVerified, createdAt }: AddressDetails): AddressModel {
  const notes = {
    recovery: l10n.t('for recovery'),
    verified: l10n.t('verified'),
    notVerified: l10n.t('not verified'),
  };
  return {
    value: shownValue(value) ?? { text: '""', exact: '' },
    note: use === 'recovery' ? notes.recovery : isVerified ? notes.verified : notes.notVerified,
    addedAt: createdAt,
  };
}

/** Returns the events of the identity, oldest first. Times of its registration are listed once, as its creation. */
function eventsOf(
  { identity, mails }: IdentityPageFacts,
  details: IdentityDetails | undefined,
): readonly IdentityEvent[] {
  const { createdAt: created, stateSince, addresses = [], credentials = [] } = details ?? {};
  const later = (at: number | undefined) =>
    at !== undefined && created !== undefined && Math.abs(at - created) <= registrationMs ? undefined : at;
  const event = (kind: IdentityEvent['kind'], at: number | undefined, text: string) => ({ kind, at, text });
  const events = [
    event('created', created, l10n.t('Identity created')),
    event('state', later(stateSince), l10n.t('State became {0}', shortText(identity?.state ?? ''))),
    ...addresses
      .filter(({ use }) => use === 'verifiable')
      .map(({ value, createdAt }) =>
        event('address', later(createdAt), l10n.t('Address added: {0}', shortText(value))),
      ),
    ...credentials.map(({ type, changedAt }) =>
      event('credential', later(changedAt), l10n.t('Credential last changed: {0}', shortText(type))),
    ),
    ...(mails?.mails ?? []).map((mail) => event('mail', momentOf(mail.createdAt)?.getTime(), mailText(mail))),
  ];
  return events
    .flatMap(({ kind, at, text }) => (at === undefined ? [] : [{ kind, at, text }]))
    .sort((one, other) => one.at - other.at);
}

function mailText({ template, status, sendCount, recipient }: Mail): string {
  const [name = '', to = '', state = ''] = [template, recipient, status].map(shortText);
  return sendCount === undefined || sendCount === 1
    ? l10n.t('Mail {0} to {1}: {2}', name, to, state)
    : l10n.t('Mail {0} to {1}: {2}, {3} times', name, to, state, numberWords(sendCount));
}

/** Sentences on what is not shown, and why. */
function missingWords({ mails, mailsFailure }: IdentityPageFacts): readonly string[] {
  const { withOlder = [], notRead = [], malformed = 0 } = mails ?? {};
  const older = withOlder.map(shortText).join(', ');
  return [
    mailsFailure && l10n.t('Mails are not shown. {0}', failureText(mailsFailure)),
    withOlder.length > 0 && l10n.t('Only the newest 100 mails to {0} are shown.', older),
    notRead.length > 0 && l10n.t('Mails to {0} further addresses are not shown.', numberWords(notRead.length)),
    malformed > 0 && l10n.t('{0} mails could not be read.', numberWords(malformed)),
  ].filter((sentence) => typeof sentence === 'string');
}
