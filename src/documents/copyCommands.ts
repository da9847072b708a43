import { env, l10n, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { identityTexts, sessionTexts } from './exactTexts.ts';
import { prettyArray, prettyJson, withoutIdentity } from './prettyJson.ts';
import { identityTargets, sessionTargets, type TargetSources } from './targets.ts';

const confirmationMs = 4000;

type CopyCommands = Pick<
  Handlers,
  | typeof commandIds.copySessionJson
  | typeof commandIds.copySessionJsonWithoutIdentity
  | typeof commandIds.copySessionId
  | typeof commandIds.copyIdentityJson
  | typeof commandIds.copyIdentityId
>;

/**
 * Copies of one session or identity are its JSON or id; of several, one JSON array or one id per line. Each answers true
 * when something was copied.
 */
export function copyCommands(connections: Connections, sources: TargetSources): CopyCommands {
  return {
    [commandIds.copySessionJson]: async (...args) => {
      const refs = await sessionTargets(args, sources);
      return copy(jsonOf(await sessionTexts(connections, refs)), sessionsCopied(refs.length));
    },
    [commandIds.copySessionJsonWithoutIdentity]: async (...args) => {
      const refs = await sessionTargets(args, sources);
      const texts = await sessionTexts(connections, refs);
      return copy(jsonOf(texts.map(withoutIdentity)), sessionsCopied(refs.length));
    },
    [commandIds.copySessionId]: async (...args) => {
      const refs = await sessionTargets(args, sources);
      return copy(
        refs.map(({ sessionId }) => sessionId).join('\n'),
        refs.length === 1 ? l10n.t('Copied the session id') : l10n.t('Copied {0} session ids', refs.length),
      );
    },
    [commandIds.copyIdentityJson]: async (...args) => {
      const refs = await identityTargets(args, sources);
      return copy(
        jsonOf(await identityTexts(connections, refs)),
        refs.length === 1 ? l10n.t('Copied the identity') : l10n.t('Copied {0} identities', refs.length),
      );
    },
    [commandIds.copyIdentityId]: async (...args) => {
      const refs = await identityTargets(args, sources);
      return copy(
        refs.map(({ identityId }) => identityId).join('\n'),
        refs.length === 1 ? l10n.t('Copied the identity id') : l10n.t('Copied {0} identity ids', refs.length),
      );
    },
  };
}

/** One item is itself, several are an array. Ends with a line break, as a file does. */
function jsonOf(texts: readonly string[]): string {
  const [first] = texts;
  if (first === undefined) {
    return '';
  }
  return `${texts.length === 1 ? prettyJson(first) : prettyArray(texts)}\n`;
}

function sessionsCopied(count: number): string {
  return count === 1 ? l10n.t('Copied the session') : l10n.t('Copied {0} sessions', count);
}

/** Nothing chosen leaves the clipboard as it is. The answer tells whether anything was copied. */
async function copy(text: string, confirmation: string): Promise<boolean> {
  if (text === '') {
    return false;
  }
  await env.clipboard.writeText(text);
  window.setStatusBarMessage(confirmation, confirmationMs);
  return true;
}
