import { commands, l10n, window } from 'vscode';
import { commandIds } from '../../commands/ids.ts';
import type { Handlers } from '../../commands/register.ts';
import { plainMessage } from '../../platform/notifications.ts';
import { shortText } from '../../text/visibleText.ts';
import type { Connection } from '../connection.ts';
import { mayBeUnlocked, nameWithFacts } from '../connectionFacts.ts';
import { type Connections, type Unlocking, validConnections } from '../connections.ts';
import { connectionOf, pickConnection } from '../pickConnection.ts';
import { isNameTyped } from './isNameTyped.ts';

const longestReason = 500;

/** Returns the commands that unlock and lock a connection. From the palette, each asks which connection is meant. */
export function unlockCommands(connections: Connections & Unlocking) {
  const isUnlocked = ({ id }: Connection) => connections.unlockOf(id) !== undefined;
  return {
    [commandIds.unlockConnection]: async (node) => {
      const locked = validConnections(connections).filter((connection) => !isUnlocked(connection));
      const candidates = locked.filter(mayBeUnlocked);
      const named = locked.find(({ id }) => id === connectionOf(node));
      if (named === undefined ? candidates.length === 0 : !mayBeUnlocked(named)) {
        await showReadOnly(named);
        return;
      }
      const connection = await pickConnection(candidates, node, l10n.t('Unlock Connection'));
      const answer = connection && (await askForReason(connection));
      if (connection !== undefined && answer !== undefined) {
        (await connections.unlocks()).unlock(connection, answer.reason);
      }
    },
    [commandIds.lockConnection]: async (node) => {
      const unlocked = validConnections(connections).filter(isUnlocked);
      if (unlocked.length === 0) {
        await window.showInformationMessage(l10n.t('No connection is unlocked.'));
        return;
      }
      const connection = await pickConnection(unlocked, node, l10n.t('Lock Now'));
      if (connection !== undefined) {
        (await connections.unlocks()).lock(connection.id);
      }
    },
  } satisfies Partial<Handlers>;
}

/** Says that a connection, or every connection, is read-only, and offers to change that. */
async function showReadOnly(connection: Connection | undefined): Promise<void> {
  const edit = l10n.t('Edit Connection');
  const chosen = await window.showInformationMessage(
    plainMessage(
      connection === undefined
        ? l10n.t(
            'No locked connection may be unlocked. Edit a connection and set “Changes” to “May be unlocked” first.',
          )
        : l10n.t(
            '“{0}” is read-only. Edit the connection and set “Changes” to “May be unlocked” first.',
            shortText(connection.name),
          ),
    ),
    edit,
  );
  if (chosen === edit) {
    await commands.executeCommand(commandIds.editConnection, connection && { connectionId: connection.id });
  }
}

/** Asks for a reason, which production requires, and there also for the connection's name. Undefined: not confirmed. */
async function askForReason(connection: Connection): Promise<{ readonly reason: string | undefined } | undefined> {
  const isProduction = connection.kind === 'configured' && connection.production;
  const title = l10n.t('Unlock {0}', nameWithFacts(connection));
  const reason = await window.showInputBox({
    title,
    prompt: isProduction
      ? l10n.t('Reason or ticket. Changes are then possible for 5 minutes, and from each change for 5 more.')
      : l10n.t(
          'Reason or ticket (may be empty). Changes are then possible for 15 minutes, and from each change for 15 more.',
        ),
    ignoreFocusOut: true,
    validateInput: (text) => {
      if (text.trim().length > longestReason) {
        return l10n.t('The reason is too long. Enter at most {0} characters.', longestReason);
      }
      return isProduction && text.trim() === '' ? l10n.t('Production requires a reason or a ticket.') : undefined;
    },
  });
  // Does not depend on how an input box treats a refused text.
  if (reason === undefined || (isProduction && reason.trim() === '')) {
    return undefined;
  }
  const prompt = (name: string) =>
    l10n.t('This is production. Type the name of the connection to unlock it: {0}', name);
  const isConfirmed = !isProduction || (await isNameTyped(connection.name, title, prompt));
  return isConfirmed ? { reason: reason.trim() || undefined } : undefined;
}
