import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { identityIdentifier, identityName, identityStateWords, shortId } from '../text/identityName.ts';
import { factLine } from '../text/visibleText.ts';
import { contextTags, type Surroundings } from './itemParts.ts';
import { freshCount, refreshFailedWords, sessionFilterWords, shortFilterWords } from './listWords.ts';
import type { IdentityNode } from './nodes.ts';

/** Returns the row of an identity: its name, then its filter, how many sessions are shown, its identifier and state. */
export function identityItem({ ref }: IdentityNode, { connections, labelTraits }: Surroundings): TreeItem {
  const directory = connections.directory(ref.connectionId);
  const identity = directory && identityOf(directory, ref.identityId);
  const traits = labelTraitsOf(connections.get(ref.connectionId), labelTraits);
  const name = identity === undefined ? shortId(ref.identityId) : identityName(identity, traits);
  const state = identity && identityStateWords(directory?.identityState(ref.identityId) ?? identity.state);
  const isFound = directory?.found.some(({ id }) => id === ref.identityId) ?? false;
  const sessions = directory?.sessionsState(ref.identityId);
  const filter = directory?.sessionFilter(ref.identityId) ?? 'all';
  const facts = [
    sessions && refreshFailedWords(sessions),
    sessions && freshCount(sessions),
    identity && identityIdentifier(identity, name),
    state,
  ];

  const item = new TreeItem(name, TreeItemCollapsibleState.Collapsed);
  item.description = factLine([shortFilterWords(filter), ...facts]);
  item.iconPath =
    state === undefined
      ? new ThemeIcon(isFound ? 'pinned' : 'account')
      : new ThemeIcon('circle-slash', new ThemeColor('list.warningForeground'));
  item.contextValue = contextTags(
    'identity',
    state === undefined ? 'active' : 'inactive',
    isFound && 'found',
    filter !== 'all' && 'filtered',
    sessions?.end.kind === 'more' && sessions.items.length > 0 && 'more',
    connections.unlockOf(ref.connectionId) && 'unlocked',
  );
  item.accessibilityInformation = {
    label: [name, isFound ? l10n.t('found') : undefined, sessionFilterWords(filter), ...facts]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

/** Returns an identity that was read by its list, a look-up or the panel of a session. */
export function identityOf(directory: Directory, identityId: string): Identity | undefined {
  return directory.knownIdentity(identityId) ?? directory.found.find(({ id }) => id === identityId);
}
