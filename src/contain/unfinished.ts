import { type Disposable, l10n, window } from 'vscode';
import type { IntentRecord } from '../core/containment/auditRecord.ts';
import { type AuditLine, unfinishedIntents } from '../core/containment/readAuditLog.ts';
import { plainMessage } from '../platform/plainMessage.ts';
import { numberWords } from '../text/counts.ts';
import { rowTextLimit, visibleText } from '../text/visibleText.ts';
import { readAuditFiles } from './auditFiles.ts';
import type { Records } from './records.ts';

export type UnfinishedIntent = AuditLine & IntentRecord;

/** Reads an action's rows again and writes its outcome to the audit log. */
export type CheckUnfinished = (intent: UnfinishedIntent) => Promise<void>;

/** Offers to check what other windows, which may have been closed, began and did not verify. */
export async function offerUnfinished(
  records: Pick<Records, 'auditFile' | 'auditFolders'>,
  checkUnfinished: CheckUnfinished,
): Promise<void> {
  const { files } = await readAuditFiles(records.auditFolders());
  const own = new Set(files.find(({ file }) => file === records.auditFile())?.lines.map(({ hash }) => hash));
  // A later window may have written the outcome, this one too.
  const unfinished = unfinishedIntents(files.map(({ bytes }) => bytes)).filter(({ hash }) => !own.has(hash));
  if (unfinished.length === 0) {
    return;
  }
  const check = l10n.t('Check Now');
  const chosen = await window.showWarningMessage(plainMessage(unfinishedText(unfinished)), check, l10n.t('Later'));
  if (chosen === check) {
    for (const intent of unfinished) {
      await checkUnfinished(intent);
    }
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
  const connections = [...new Set(intents.map(({ connection }) => visibleText(connection.name, rowTextLimit)))];
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
