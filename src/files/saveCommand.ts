import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import path from 'node:path';
import { env, FileSystemError, l10n, Uri, window, workspace } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections } from '../connections/connections.ts';
import { showDone, showSaved } from '../platform/statusMessages.ts';
import { leftOutWords } from '../text/counts.ts';
import { shortId } from '../text/identityName.ts';
import { identityTexts, nameOfIdentity, sessionTexts } from './itemTexts.ts';
import { withoutIdentity } from './prettyJson.ts';
import { sessionOrIdentityTargets, type Target, type TargetSources, unreadableRows } from './targets.ts';
import { fileNamePart } from './uris.ts';

/**
 * Returns the command that saves sessions, or the identity of an editor, in one file: as a JSON array, or as NDJSON
 * where the user chooses that extension. It takes rows, as the tree's menu passes them: `undefined, [{ kind, ref },
 * …]`.
 */
export function saveCommand(connections: Connections, sources: TargetSources) {
  return {
    [commandIds.saveSessionJson]: async (...args) => {
      const targets = await sessionOrIdentityTargets(args, sources, l10n.t('Save Session JSON As'));
      if (targets.length === 0) {
        return;
      }
      const texts = await textsOf(connections, targets);
      const file = await askFile(titleOf(targets), proposedName(connections, targets), {
        [l10n.t('JSON array')]: ['json'],
        [l10n.t('NDJSON, one item per line')]: ['ndjson', 'jsonl'],
      });
      if (file === undefined) {
        return;
      }
      const content = Buffer.from(/\.(ndjson|jsonl)$/i.test(file.path) ? linesOf(texts) : arrayOf(texts));
      await saveFile(file, content);
      const saved = l10n.t('Saved {0} in {1}', countOf(targets), path.posix.basename(file.path));
      confirm(file, content, leftOutWords(saved, unreadableRows(args)));
    },
  } satisfies Partial<Handlers>;
}

/** Returns the server's exact texts. A session of a file without the identity is saved without it, too. */
async function textsOf(connections: Connections, targets: readonly Target[]): Promise<readonly string[]> {
  const sessions = targets.filter((target) => target.kind === 'session');
  if (sessions.length === 0) {
    return identityTexts(connections, targets);
  }
  const texts = await sessionTexts(connections, sessions);
  return texts.map((text, place) => (sessions[place]?.form === 'withoutIdentity' ? withoutIdentity(text) : text));
}

function arrayOf(texts: readonly string[]): string {
  return `[\n${texts.join(',\n')}\n]\n`;
}

/** A gateway may send line breaks between tokens. JSON strings contain none. */
function linesOf(texts: readonly string[]): string {
  return texts.map((text) => `${text.replaceAll(/[\r\n]+/g, ' ')}\n`).join('');
}

/** Asks where to save a file, in the folder that is open or at home. */
export async function askFile(
  title: string,
  name: string,
  filters: Readonly<Record<string, string[]>>,
): Promise<Uri | undefined> {
  const folder = workspace.workspaceFolders?.find(({ uri }) => workspace.fs.isWritableFileSystem(uri.scheme) !== false);
  return window.showSaveDialog({
    title,
    defaultUri: Uri.joinPath(folder?.uri ?? Uri.file(homedir()), name),
    filters,
  });
}

/** Returns the time in UTC for the name of a file: "2026-11-27T10-52-58Z". */
export function timeInName(): string {
  return new Date().toISOString().replace(/\.\d+/, '').replaceAll(':', '-');
}

function titleOf(targets: readonly Target[]): string {
  if (targets[0]?.kind === 'identity') {
    return targets.length === 1 ? l10n.t('Save Identity JSON As') : l10n.t('Save {0} Identities As', targets.length);
  }
  return targets.length === 1 ? l10n.t('Save Session JSON As') : l10n.t('Save {0} Sessions As', targets.length);
}

/** Returns kratos-<identity>-<UTC time>.json. */
function proposedName(connections: Connections, targets: readonly Target[]): string {
  const [first] = targets;
  const { size } = new Set(targets.map(({ connectionId, identityId }) => `${connectionId}/${identityId}`));
  const name =
    size === 1 && first !== undefined
      ? fileNamePart(nameOfIdentity(connections, first)) || shortId(first.identityId)
      : l10n.t('{0} identities', size);
  return `kratos-${name.replaceAll(' ', '-')}-${timeInName()}.json`;
}

/** Saves a file where the user chose to. An error becomes a sentence. */
export async function saveFile(file: Uri, content: Uint8Array): Promise<void> {
  try {
    await workspace.fs.writeFile(file, content);
  } catch (error) {
    throw new Error(l10n.t('{0} could not be saved: {1}', path.posix.basename(file.path), reasonOf(error)));
  }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  if (/ENOSPC|EDQUOT/.test(message)) {
    return l10n.t('The disk is full. Free some space or choose another folder.');
  }
  return error instanceof FileSystemError && error.code === 'NoPermissions'
    ? l10n.t('You have no permission to write there. Choose another folder.')
    : message;
}

function confirm(file: Uri, content: Uint8Array, text: string): void {
  const hash = createHash('sha256').update(content).digest('hex');
  showSaved(file, {
    text,
    detail: l10n.t('SHA-256: {0}', hash),
    actions: {
      [l10n.t('Copy Hash')]: async () => {
        await env.clipboard.writeText(hash);
        showDone(l10n.t('Copied the hash'));
      },
    },
  });
}

function countOf(targets: readonly Target[]): string {
  if (targets[0]?.kind === 'identity') {
    return targets.length === 1 ? l10n.t('the identity') : l10n.t('{0} identities', targets.length);
  }
  return targets.length === 1 ? l10n.t('the session') : l10n.t('{0} sessions', targets.length);
}
