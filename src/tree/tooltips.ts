import { l10n } from 'vscode';
import { connectionFacts, labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Identity, IdentityAddress } from '../core/kratos/identity.ts';
import { exactText } from '../core/kratos/json/exactJson.ts';
import { memberTexts } from '../core/kratos/json/jsonMembers.ts';
import { momentOf } from '../core/kratos/moments.ts';
import type { AuthenticationMethod, Device, Session } from '../core/kratos/session.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { deviceName } from '../text/deviceName.ts';
import { failureText } from '../text/failureText.ts';
import { identityName } from '../text/identityName.ts';
import { reasonText } from '../text/originText.ts';
import { localDateTime, localTime } from '../text/relativeTime.ts';
import { aalWords, methodWords, statusSentence } from '../text/sessionWords.ts';
import { notShownWords, showOrMark } from '../text/unshown.ts';
import { visibleText } from '../text/visibleText.ts';
import { clickEntersSecrets, suggestionFor } from './failureItem.ts';
import { identityOf } from './identityItem.ts';
import type { Surroundings } from './itemParts.ts';
import { freshCount, identityFilterWords, listCount, sessionFilterWords, stateOfList } from './listWords.ts';
import type { IdentityNode, ListNode, ListRef, SessionNode, TreeNode } from './nodes.ts';
import { reasonCount } from './sessionItem.ts';

/** Longer than any identifier, user agent or address that Kratos stores; traits may be of any size. */
const factLimit = 600;

/** Returns all facts about a row as plain text, one per line; undefined where the row shows everything. */
export function tooltipText(node: TreeNode, around: Surroundings): string | undefined {
  switch (node.kind) {
    case 'connection': {
      const connection = around.connections.get(node.connectionId);
      const directory = around.connections.directory(node.connectionId);
      const state = directory?.identities.state;
      const unlock = around.connections.unlockOf(node.connectionId);
      return lines([
        connection && shown(connection.name),
        connection?.kind === 'configured' ? shown(connection.address) : undefined,
        connectionFacts(connection, unlock).join(', '),
        named(l10n.t('Reason'), shown(unlock?.reason ?? '')),
        connection?.kind === 'demo'
          ? l10n.t(
              'A demo admin API with invented people, on this machine only. The account of Emmy Ritter was taken over: begin with “Open Sample Log”.',
            )
          : undefined,
        named(l10n.t('Identities'), state && listCount(state)),
        named(l10n.t('Filter'), identityFilterWords(directory?.identityFilter)),
        read(state?.readAt),
      ]);
    }
    case 'invalidConnection': {
      const entry = around.connections.list.find((one) => one.kind === 'invalid' && one.index === node.index);
      return entry?.kind === 'invalid' ? shown(entry.problem) : undefined;
    }
    case 'identity':
      return showOrMark(
        () => identityTooltip(node, around),
        (reason) => lines([notShownWords('identity', node.ref.identityId), reason]),
      );
    case 'session':
      return showOrMark(
        () => sessionTooltip(node, around),
        (reason) => lines([notShownWords('session', node.ref.sessionId), reason]),
      );
    case 'malformed':
      return lines([
        l10n.t('The server sent an entry that could not be read. It is counted, but cannot be shown.'),
        shown(node.problem),
        read(stateOfList(node.list, around)?.items.find(({ id }) => node.id.endsWith(`/${id}`))?.readAt),
      ]);
    default: {
      const state = stateOfList(node.list, around);
      return lines([...listFacts(node, state, around), read(state?.readAt)]);
    }
  }
}

function listFacts(
  node: ListNode,
  state: ReturnType<typeof stateOfList>,
  around: Surroundings,
): readonly (string | undefined)[] {
  switch (node.kind) {
    case 'more':
      return [state && listCount(state)];
    case 'failure':
      return state?.phase.kind === 'failed'
        ? [
            failureText(state.phase.failure),
            named(l10n.t('Suggested address'), shown(suggestionFor(node, around)?.url ?? '')),
            clickEntersSecrets(state.phase.failure)
              ? l10n.t('Click to enter the secret.')
              : l10n.t('Click to try again.'),
          ]
        : [];
    case 'loading':
      return [l10n.t('Click to cancel.')];
    case 'incomplete':
      return [l10n.t('The list goes on according to the server, but its next page held no new rows.')];
    case 'empty':
      return [emptyMeaning(node.list, around)];
  }
}

/** Says what an empty list means; undefined where the row names a filter. */
function emptyMeaning({ connectionId, identityId }: ListRef, { connections }: Surroundings): string | undefined {
  const directory = connections.directory(connectionId);
  if (identityId === undefined) {
    return directory?.identityFilter === undefined ? l10n.t('The server has no identities yet.') : undefined;
  }
  return directory?.sessionFilter(identityId) === 'all'
    ? l10n.t('This identity never signed in, or its sessions were deleted.')
    : undefined;
}

function identityTooltip({ ref }: IdentityNode, { connections, labelTraits, now }: Surroundings): string {
  const directory = connections.directory(ref.connectionId);
  const identity = directory && identityOf(directory, ref.identityId);
  const sessions = directory?.sessionsState(ref.identityId);
  return lines([
    ...(identity === undefined
      ? []
      : identityFacts(identity, labelTraitsOf(connections.get(ref.connectionId), labelTraits), now)),
    named(l10n.t('Identity'), ref.identityId),
    named(l10n.t('Sessions'), sessions && freshCount(sessions)),
    named(l10n.t('Sessions read'), sessions?.readAt && localTime(sessions.readAt)),
    named(l10n.t('Filter'), directory && sessionFilterWords(directory.sessionFilter(ref.identityId))),
    read(identity?.readAt),
  ]);
}

function identityFacts(identity: Identity, labelTraits: readonly string[], now: Date): readonly (string | undefined)[] {
  return [
    identityName(identity, labelTraits),
    named(l10n.t('State'), shown(identity.state)),
    named(l10n.t('State since'), time(identity.stateChangedAt, now)),
    named(l10n.t('Identifiers'), identity.identifiers.map(shown).join(', ')),
    named(l10n.t('Verifiable'), identity.verifiableAddresses.map(addressWords).join(', ')),
    named(l10n.t('Recovery'), identity.recoveryAddresses.map(({ value }) => shown(value)).join(', ')),
    named(l10n.t('External id'), identity.externalId && shown(identity.externalId)),
    named(l10n.t('Organization'), identity.organizationId && shown(identity.organizationId)),
    named(l10n.t('Schema'), shown(identity.schemaId)),
    named(l10n.t('Created'), time(identity.createdAt, now)),
    named(l10n.t('Changed'), time(identity.updatedAt, now)),
    // The server's own text: large numbers are exact in it, and how deep it goes does not matter.
    named(l10n.t('Traits'), shown(memberTexts(exactText(identity.json)).get('traits') ?? '')),
  ];
}

function addressWords({ value, verified }: IdentityAddress): string {
  return verified === true ? l10n.t('{0} (verified)', shown(value)) : shown(value);
}

function sessionTooltip({ ref }: SessionNode, { connections, now, reasons }: Surroundings): string {
  const found = reasons?.of(ref);
  const directory = connections.directory(ref.connectionId);
  const session = directory?.knownSession(ref.sessionId);
  return lines([
    ...(session === undefined ? [] : sessionFacts(session, directory?.identityState(ref.identityId), now)),
    directory?.isFoundSession(ref.identityId, ref.sessionId)
      ? l10n.t('Found by a search; the list has not loaded this far.')
      : undefined,
    named(l10n.t('Session'), ref.sessionId),
    named(l10n.t('Identity'), ref.identityId),
    read(session?.readAt),
    named(l10n.t('Where and how it began'), reasonCount(found)),
    ...(found?.reasons ?? []).map((reason) => `- ${reasonText(reason, now, found?.loaded)}`),
  ]);
}

function sessionFacts(session: Session, identityState: string | undefined, now: Date): readonly (string | undefined)[] {
  return [
    deviceName(session.devices[0]?.userAgent),
    statusSentence(sessionStatus(session, now, identityState), now),
    named(l10n.t('Signed in'), time(session.issuedAt, now)),
    named(l10n.t('Last authenticated'), time(session.authenticatedAt, now)),
    named(l10n.t('Expires'), time(session.expiresAt, now)),
    named(l10n.t('AAL'), aalWords(session.aal)),
    ...session.methods.map((method) => named(l10n.t('Factor'), factorWords(method, now))),
    ...session.devices.flatMap(deviceFacts),
  ];
}

function factorWords(method: AuthenticationMethod, now: Date): string {
  const organization = method.organization && l10n.t('organization {0}', shown(method.organization));
  return [methodWords(method), aalWords(method.aal), organization, time(method.completedAt, now)]
    .filter(Boolean)
    .join(', ');
}

function deviceFacts(device: Device): readonly (string | undefined)[] {
  return [
    named(l10n.t('Location'), device.location && shown(device.location)),
    named(l10n.t('IP address'), device.ipAddress && shown(device.ipAddress)),
    named(l10n.t('User agent'), device.userAgent && shown(device.userAgent)),
  ];
}

function time(text: string | undefined, now: Date): string | undefined {
  const moment = momentOf(text);
  return moment && localDateTime(moment, now);
}

/** Says when a row was read, without its distance: VS Code keeps a tooltip for as long as its row stays the same. */
function read(at: Date | undefined): string | undefined {
  return named(l10n.t('Read'), at && localTime(at));
}

function shown(text: string): string {
  return visibleText(text, factLimit);
}

function named(name: string, value: string | undefined): string | undefined {
  return value ? l10n.t('{0}: {1}', name, value) : undefined;
}

function lines(facts: readonly (string | undefined)[]): string {
  return facts.filter(Boolean).join('\n');
}
