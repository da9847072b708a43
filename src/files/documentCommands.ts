import { env, l10n } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { showDone } from '../platform/statusMessages.ts';
import { leftOutWords } from '../text/counts.ts';
import { compareCommands } from './compareCommands.ts';
import { insertCommand } from './insertCommand.ts';
import { identityTexts, sessionTexts } from './itemTexts.ts';
import { openCommands } from './openCommands.ts';
import { prettyArray, prettyJson, withoutIdentity } from './prettyJson.ts';
import { saveCommand } from './saveCommand.ts';
import { identityTargets, sessionTargets, type TargetSources, unreadableRows } from './targets.ts';

/**
 * Returns the commands that copy, open, compare, save and insert sessions and identities. A copy of several is one JSON
 * array or one id per line; the copy commands return whether something was copied.
 */
export function documentCommands(connections: Connections, sources: TargetSources) {
  const copySessions = async (args: readonly unknown[], command: string, change: (text: string) => string) => {
    const texts = await sessionTexts(connections, await sessionTargets(args, sources, command));
    const { length } = texts;
    return copy(
      jsonOf(texts.map(change)),
      leftOutWords(
        length === 1 ? l10n.t('Copied the session') : l10n.t('Copied {0} sessions', length),
        unreadableRows(args),
      ),
    );
  };
  return {
    [commandIds.copySessionJson]: (...args) => copySessions(args, l10n.t('Copy Session JSON'), (text) => text),
    [commandIds.copySessionJsonWithoutIdentity]: (...args) =>
      copySessions(args, l10n.t('Copy Session JSON Without Identity'), withoutIdentity),
    [commandIds.copySessionId]: async (...args) => {
      const ids = (await sessionTargets(args, sources, l10n.t('Copy Session Id'))).map(({ sessionId }) => sessionId);
      return copy(
        ids.join('\n'),
        ids.length === 1 ? l10n.t('Copied the session id') : l10n.t('Copied {0} session ids', ids.length),
      );
    },
    [commandIds.copyIdentityJson]: async (...args) => {
      const texts = await identityTexts(
        connections,
        await identityTargets(args, sources, l10n.t('Copy Identity JSON')),
      );
      return copy(
        jsonOf(texts),
        texts.length === 1 ? l10n.t('Copied the identity') : l10n.t('Copied {0} identities', texts.length),
      );
    },
    [commandIds.copyIdentityId]: async (...args) => {
      const ids = (await identityTargets(args, sources, l10n.t('Copy Identity Id'))).map(
        ({ identityId }) => identityId,
      );
      return copy(
        ids.join('\n'),
        ids.length === 1 ? l10n.t('Copied the identity id') : l10n.t('Copied {0} identity ids', ids.length),
      );
    },
    ...openCommands(connections, sources),
    ...compareCommands(connections, sources),
    ...saveCommand(connections, sources),
    ...insertCommand(connections, sources),
  } satisfies Partial<Handlers>;
}

/** Returns one item as it is and several as an array, with a final line break. */
function jsonOf(texts: readonly string[]): string {
  const [first] = texts;
  if (first === undefined) {
    return '';
  }
  return `${texts.length === 1 ? prettyJson(first) : prettyArray(texts)}\n`;
}

/** Copies `text` and returns true; leaves the clipboard unchanged for an empty text. */
async function copy(text: string, confirmation: string): Promise<boolean> {
  if (text === '') {
    return false;
  }
  await env.clipboard.writeText(text);
  showDone(confirmation);
  return true;
}
