import { l10n, ThemeColor, ThemeIcon, TreeItem, TreeItemCollapsibleState } from 'vscode';
import { createdAt } from '../core/kratos/moments.ts';
import { type SessionStatus, sessionStatus } from '../core/kratos/sessionStatus.ts';
import { sessionUri } from '../files/uris.ts';
import { deviceName } from '../text/deviceName.ts';
import { shortId } from '../text/identityName.ts';
import { relativeTime } from '../text/relativeTime.ts';
import { sessionFacts, statusWords } from '../text/sessionWords.ts';
import { factLine } from '../text/visibleText.ts';
import type { SessionNode } from './nodes.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Returns the row of a session: its device, then its state unless active, place, factors, AAL and age. Device and place
 * were recorded when the session was created, so the age is counted from then.
 */
export function sessionItem({ ref }: SessionNode, { connections, now }: Surroundings): TreeItem {
  const directory = connections.directory(ref.connectionId);
  const session = directory?.knownSession(ref.sessionId);
  const item = new TreeItem(
    session === undefined ? shortId(ref.sessionId) : deviceName(session.devices[0]?.userAgent),
    TreeItemCollapsibleState.None,
  );
  // With exactly this command VS Code offers preview, pin and open to the side.
  item.command = { command: 'vscode.open', title: l10n.t('Open Session'), arguments: [sessionUri(ref)] };
  if (session === undefined) {
    item.contextValue = 'session';
    return item;
  }
  const isFound = directory?.isFoundSession(ref.identityId, ref.sessionId) ?? false;
  const status = sessionStatus(session, now, directory?.identityState(ref.identityId));
  const created = createdAt(session);
  const facts = sessionFacts(session);
  item.description = factLine([
    isFound ? l10n.t('found') : undefined,
    status.kind === 'active' ? undefined : statusWords(status),
    ...facts,
    created && relativeTime(created, now, 'short'),
  ]);
  item.iconPath = statusIcon(status);
  item.contextValue = ['session', status.kind === 'active' ? 'active' : 'inactive', ...(isFound ? ['found'] : [])].join(
    '+',
  );
  item.accessibilityInformation = {
    label: [
      item.label,
      isFound ? l10n.t('found') : undefined,
      statusWords(status),
      ...facts,
      created && relativeTime(created, now),
    ]
      .filter(Boolean)
      .join(', '),
  };
  return item;
}

function statusIcon(status: SessionStatus): ThemeIcon {
  switch (status.kind) {
    case 'active':
      return new ThemeIcon('circle-filled', new ThemeColor('testing.iconPassed'));
    case 'expired':
    case 'expiredOrRevoked':
      return new ThemeIcon('circle-outline', new ThemeColor('descriptionForeground'));
    case 'revoked':
      return new ThemeIcon('circle-outline', new ThemeColor('list.errorForeground'));
    case 'identityInactive':
      return new ThemeIcon('circle-outline', new ThemeColor('list.warningForeground'));
  }
}
