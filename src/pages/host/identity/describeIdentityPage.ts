import { l10n } from 'vscode';
import { connectionColorId, labelTraitsOf, nameWithFacts } from '../../../connections/connectionFacts.ts';
import type { ListState } from '../../../core/directory/listState.ts';
import type { Identity } from '../../../core/kratos/identity.ts';
import { exactText } from '../../../core/kratos/json/exactJson.ts';
import { momentOf } from '../../../core/kratos/moments.ts';
import { countWords, numberWords } from '../../../text/counts.ts';
import { failureText } from '../../../text/failureText.ts';
import { identityIdentifier, identityName, shortId } from '../../../text/identityName.ts';
import { locale } from '../../../text/locale.ts';
import { visibleText } from '../../../text/visibleText.ts';
import { waitingWords } from '../../../text/waitingWords.ts';
import type { IdentityEvent, IdentityPageModel, WhoModel } from '../../protocol/identityModel.ts';
import type { Notice } from '../../protocol/sessionModel.ts';
import { identityPageWords } from '../../words/identityPageWords.ts';
import { describeIdentity } from '../session/describeIdentity.ts';
import { shownValue } from '../values.ts';
import type { IdentityReading } from './identityReading.ts';

/** Describes what the page shows besides sessions and origins; `labelTraits` is the setting. */
export function describeIdentityPage(reading: IdentityReading, labelTraits: readonly string[]): IdentityPageModel {
  const { ref, phase, identity, sessions, connection, readAt } = reading;
  const busy = busyWords(reading);
  return {
    words: identityPageWords(),
    locale: locale(),
    title: identityPageTitle(reading, labelTraits),
    id: shownValue(ref.identityId) ?? { text: '', exact: '' },
    busy,
    mayCancel: busy !== undefined && !reading.isSettled,
    notice: describeNotice(reading, connection === undefined ? ref.connectionId : connection.name),
    who: identity && describeWho(reading, identity, labelTraits),
    coverage: sessions === undefined ? '' : coverageWords(sessions, reading.filter),
    readAt: readAt?.getTime(),
    readAll: phase.kind === 'gone' ? undefined : readAllWords(sessions),
    clearFilter: reading.filter === 'all' ? undefined : l10n.t('Clear Session Filter'),
    events: identity === undefined ? [] : eventsOf(identity),
    missing: [],
  };
}

/** Returns the title of the tab, which is also the heading of the page. */
export function identityPageTitle(
  { ref, identity, connection }: Pick<IdentityReading, 'ref' | 'identity' | 'connection'>,
  labelTraits: readonly string[],
): string {
  return identity === undefined
    ? l10n.t('Identity {0}', shortId(ref.identityId))
    : identityName(identity, labelTraitsOf(connection, labelTraits));
}

function describeWho(
  { ref, connection }: IdentityReading,
  identity: Identity,
  labelTraits: readonly string[],
): WhoModel {
  const name = identityName(identity, labelTraitsOf(connection, labelTraits));
  const byline = [
    identityIdentifier(identity, name),
    visibleText(connection === undefined ? ref.connectionId : nameWithFacts(connection)),
  ];
  return {
    ...describeIdentity(identity.id, exactText(identity.json)),
    byline: byline.filter((part) => part !== undefined),
    connectionColor: connectionColorId(connection),
    isInactive: identity.state === 'inactive',
    state: visibleText(identity.state),
    credentials: [],
    addresses: [],
  };
}

function busyWords({ phase, sessions, directory }: IdentityReading): string | undefined {
  const list = sessions?.phase;
  if (list?.kind === 'loading') {
    const seconds = directory?.waiting(list.what === 'all' ? 'rest' : 'page');
    if (seconds !== undefined) {
      return waitingWords(seconds);
    }
    const { items, total } = sessions ?? { items: [], total: undefined };
    return items.length === 0
      ? l10n.t('Loading sessions…')
      : total === undefined
        ? l10n.t('Loading sessions: {0} read', numberWords(items.length))
        : l10n.t('Loading sessions: {0} of {1}', numberWords(items.length), numberWords(total));
  }
  return phase.kind === 'reading' || phase.kind === 'unread' ? l10n.t('Loading the identity…') : undefined;
}

function describeNotice({ phase, sessions }: IdentityReading, connectionName: string): Notice | undefined {
  if (phase.kind === 'gone') {
    const text = l10n.t(
      'The server has no identity with this id. It may have been deleted, or belong to another server.',
    );
    return { kind: 'gone', text, action: 'retry' };
  }
  if (phase.kind === 'noConnection') {
    const text = l10n.t(
      'The connection “{0}” no longer exists. Add it again in the settings to load this identity.',
      visibleText(connectionName),
    );
    return { kind: 'gone', text, action: 'editConnections' };
  }
  const failed = phase.kind === 'failed' ? phase : sessions?.phase.kind === 'failed' ? sessions.phase : undefined;
  return failed === undefined
    ? undefined
    : {
        kind: 'failed',
        text: failureText(failed.failure),
        action: failed.failure.kind === 'secretMissing' ? 'enterSecrets' : 'retry',
      };
}

function coverageWords({ items, total, end, outdated }: ListState<unknown>, filter: IdentityReading['filter']): string {
  const count = items.length === 0 && end.kind === 'complete' ? l10n.t('No sessions') : countWordsOf(items, total, end);
  const filtered =
    filter === 'active'
      ? l10n.t('{0} (filter: active only)', count)
      : filter === 'inactive'
        ? l10n.t('{0} (filter: inactive only)', count)
        : count;
  return outdated ? l10n.t('{0}, outdated', filtered) : filtered;
}

function countWordsOf(
  items: readonly unknown[],
  total: number | undefined,
  end: ListState<unknown>['end'],
): string {
  return l10n.t('Sessions: {0}', countWords({ shown: items.length, total, end }));
}

function readAllWords(sessions: IdentityReading['sessions']): string | undefined {
  if (sessions === undefined || sessions.end.kind !== 'more' || sessions.phase.kind !== 'ready') {
    return undefined;
  }
  return sessions.total === undefined
    ? l10n.t('Read All')
    : l10n.t('Read All ({0})', numberWords(sessions.total));
}

function eventsOf(identity: Identity): IdentityEvent[] {
  const event = (kind: IdentityEvent['kind'], text: string, time: string | undefined): IdentityEvent[] => {
    const at = momentOf(time)?.getTime();
    return at === undefined ? [] : [{ kind, text, at }];
  };
  return [
    ...event('created', l10n.t('Identity created'), identity.createdAt),
    ...event('state', l10n.t('State became {0}', visibleText(identity.state)), identity.stateChangedAt),
  ];
}
