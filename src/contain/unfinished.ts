import { type Disposable, l10n, type Memento, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { IntentRecord } from '../core/containment/auditRecord.ts';
import { type AuditLine, unfinishedIntents } from '../core/containment/readAuditLog.ts';
import { plainMessage } from '../platform/notifications.ts';
import { numberWords } from '../text/counts.ts';
import { shortText } from '../text/visibleText.ts';
import { readAuditFiles, showProblems } from './auditFiles.ts';
import type { Records } from './records.ts';

export type UnfinishedIntent = AuditLine & IntentRecord;

/** Reads an action's rows again and writes its outcome to the audit log. */
export type CheckUnfinished = (intent: UnfinishedIntent) => Promise<void>;

interface UnfinishedParts {
  readonly records: Pick<Records, 'auditFile' | 'auditFolders'>;
  readonly memory: Pick<Memento, 'get' | 'update'>;
  readonly check: CheckUnfinished;
}

/** The intents that the user postponed, and when. */
interface Postponed {
  readonly at: number;
  readonly hashes: readonly string[];
}

const memoryKey = 'kratosExplorer.postponedChecks';
const postponedFor = 24 * 60 * 60_000;

/**
 * Offers to check changes that other windows did not verify, for example closed ones. After Later, offers it again in a
 * day, or when there are more.
 */
export async function offerUnfinished({ memory, ...parts }: UnfinishedParts, now = Date.now()): Promise<void> {
  const { intents } = await readUnfinished(parts);
  const postponed = memory.get<Postponed>(memoryKey);
  const isPostponed =
    postponed !== undefined &&
    now - postponed.at < postponedFor &&
    intents.every(({ hash }) => postponed.hashes.includes(hash));
  if (intents.length === 0 || isPostponed) {
    return;
  }
  const check = l10n.t('Check Now');
  const chosen = await window.showWarningMessage(plainMessage(unfinishedText(intents)), check, l10n.t('Later'));
  if (chosen === check) {
    await checkAll(intents, parts);
  } else {
    await memory.update(memoryKey, { at: now, hashes: intents.map(({ hash }) => hash) } satisfies Postponed);
  }
}

/** Returns the command that checks them at any time. */
export function unfinishedCommand(parts: Omit<UnfinishedParts, 'memory'>) {
  return {
    [commandIds.checkUnfinished]: async () => {
      const { intents, isRunning, problems } = await readUnfinished(parts);
      showProblems(problems);
      if (intents.length === 0 && problems.length === 0) {
        await window.showInformationMessage(
          isRunning
            ? l10n.t('A change of this window has no recorded outcome yet. All other recorded changes were verified.')
            : l10n.t('Nothing is unfinished: all recorded changes were verified.'),
        );
      }
      await checkAll(intents, parts);
    },
  } satisfies Partial<Handlers>;
}

async function readUnfinished({ records }: Pick<UnfinishedParts, 'records'>) {
  const { files, problems } = await readAuditFiles(records.auditFolders());
  const own = files.find(({ file }) => file === records.auditFile())?.lines ?? [];
  const checked = new Set(own.map((line) => (line.kind === 'outcome' ? line.intent : undefined)));
  // A change of this window is running until its first outcome, even one that could not verify it.
  const running = new Set(own.map(({ hash }) => hash).filter((hash) => !checked.has(hash)));
  // A later window may have written the outcome, this one too.
  const unfinished = unfinishedIntents(files.map(({ bytes }) => bytes));
  const intents = unfinished.filter(({ hash }) => !running.has(hash));
  return { intents, isRunning: intents.length < unfinished.length, problems };
}

/** Checks each, although one before it may fail. */
async function checkAll(
  intents: readonly UnfinishedIntent[],
  { check }: Pick<UnfinishedParts, 'check'>,
): Promise<void> {
  const errors: unknown[] = [];
  for (const intent of intents) {
    await check(intent).catch((error: unknown) => errors.push(error));
  }
  if (errors.length > 0) {
    throw errors[0];
  }
}

/** Calls `run` once, as soon as the view is visible. */
export function atFirstUse(
  view: { readonly isVisible: () => boolean; readonly onDidChangeUse: (listener: () => void) => Disposable },
  run: () => void,
): Disposable {
  const use = () => {
    if (view.isVisible()) {
      listener.dispose();
      run();
    }
  };
  const listener = view.onDidChangeUse(use);
  use();
  return listener;
}

function unfinishedText(intents: readonly UnfinishedIntent[]): string {
  const connections = [...new Set(intents.map(({ connection }) => shortText(connection.name)))];
  const sessions = intents.flatMap(({ action, targets }) => (action.kind === 'revokeSessions' ? targets : [])).length;
  const facts = [...connections];
  if (sessions > 0) {
    facts.push(sessions === 1 ? l10n.t('1 session') : l10n.t('{0} sessions', numberWords(sessions)));
  }
  const [what, where] = [numberWords(intents.length), facts.join(', ')];
  if (intents.every(({ action }) => action.kind === 'revokeSessions')) {
    return intents.length === 1
      ? l10n.t('1 revocation was begun and not verified ({0}). Check it now?', where)
      : l10n.t('{0} revocations were begun and not verified ({1}). Check them now?', what, where);
  }
  return intents.length === 1
    ? l10n.t('1 change was begun and not verified ({0}). Check it now?', where)
    : l10n.t('{0} changes were begun and not verified ({1}). Check them now?', what, where);
}
