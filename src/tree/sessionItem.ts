import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { type SessionStatus, sessionStatus } from '../core/kratos/sessionStatus.ts';
import { sessionUri } from '../files/uris.ts';
import { deviceFamilyName, deviceName } from '../text/deviceName.ts';
import { shortId } from '../text/identityName.ts';
import { accessibleFacts, rowFacts, statusSentence } from '../text/sessionWords.ts';
import { factLine } from '../text/visibleText.ts';
import { contextTags, type Surroundings } from './itemParts.ts';
import type { SessionNode } from './nodes.ts';
import type { SessionReasons } from './originReasons.ts';

/**
 * Returns the row of a session: its device family, then its age, its place and what is unusual in its sign-in. Device
 * and place were recorded when the session was created, so the age is counted from then.
 */
export function sessionItem({ ref }: SessionNode, { connections, now, reasons }: Surroundings): TreeItem {
  const directory = connections.directory(ref.connectionId);
  const session = directory?.knownSession(ref.sessionId);
  const userAgent = session?.devices[0]?.userAgent;
  const item = new TreeItem(
    session === undefined ? shortId(ref.sessionId) : deviceFamilyName(userAgent),
    TreeItemCollapsibleState.None,
  );
  // With exactly this command VS Code offers preview, pin and open to the side.
  item.command = { command: 'vscode.open', title: l10n.t('Open Session'), arguments: [sessionUri(ref)] };
  if (session === undefined) {
    item.contextValue = 'session';
    return item;
  }
  const isFound = directory?.isFoundSession(ref.identityId, ref.sessionId) ?? false;
  const found = isFound ? l10n.t('found') : undefined;
  const status = sessionStatus(session, now, directory?.identityState(ref.identityId));
  item.description = factLine([...rowFacts(session, now), found]);
  item.iconPath = statusIcon(status);
  item.contextValue = contextTags(
    'session',
    status.kind === 'active' ? 'active' : 'inactive',
    isFound && 'found',
    connections.unlockOf(ref.connectionId) && 'unlocked',
  );
  item.accessibilityInformation = {
    label: [
      deviceName(userAgent),
      ...accessibleFacts(session, now),
      statusSentence(status, now),
      found,
      reasonCount(reasons?.of(ref)),
    ]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

/** Returns "3 reasons"; undefined if there are none. */
export function reasonCount(found: SessionReasons | undefined): string | undefined {
  const count = found?.reasons.length;
  return count === undefined ? undefined : count === 1 ? l10n.t('1 reason') : l10n.t('{0} reasons', count);
}

/** Returns an icon whose shape says whether a session is active, over, or was ended. */
function statusIcon(status: SessionStatus): ThemeIcon {
  switch (status.kind) {
    case 'active':
      return new ThemeIcon('circle-filled', new ThemeColor('testing.iconPassed'));
    case 'expired':
    case 'expiredOrRevoked':
      return new ThemeIcon('circle-outline', new ThemeColor('descriptionForeground'));
    case 'revoked':
      return new ThemeIcon('circle-slash', new ThemeColor('list.errorForeground'));
    case 'identityInactive':
      return new ThemeIcon('circle-slash', new ThemeColor('list.warningForeground'));
  }
}
