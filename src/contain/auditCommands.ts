import path from 'node:path';
import { commands, env, l10n, Range, Uri, window } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { type AuditProblem, verifyAuditLog } from '../core/containment/readAuditLog.ts';
import { plainMessage } from '../platform/notifications.ts';
import { showDone } from '../platform/statusMessages.ts';
import { numberWords } from '../text/counts.ts';
import { localTime } from '../text/relativeTime.ts';
import { rowText, shortText } from '../text/visibleText.ts';
import { type ReadAuditFile, readAuditFiles, showProblems } from './auditFiles.ts';
import { folderCommand } from './evidenceFolder.ts';
import type { Records } from './records.ts';

interface BrokenFile {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly why: string;
}

/** Returns the commands on the audit logs of all windows. */
export function auditCommands(records: Pick<Records, 'audit' | 'auditFile' | 'auditFolders'>) {
  return {
    [commandIds.openAuditLog]: async () => {
      const { files, problems } = await readAuditFiles(records.auditFolders());
      showProblems(problems);
      const chosen = files.length > 1 ? await pickFile(files) : files[0];
      if (chosen !== undefined) {
        await openReadOnly(chosen.file);
      } else if (files.length === 0) {
        await showNothingRecorded(problems);
      }
    },
    [commandIds.verifyAuditLog]: async () => {
      // Taken before the files are read, so that it does not name a line that was added meanwhile.
      const own = { file: records.auditFile(), head: records.audit.head };
      const { files, problems } = await readAuditFiles(records.auditFolders());
      const broken = files.flatMap((file) => problemOf(file, own.file === file.file ? own.head : undefined) ?? []);
      if (
        own.file !== undefined &&
        own.head !== undefined &&
        problems.length === 0 &&
        !files.some(({ file }) => file === own.file)
      ) {
        broken.push({ file: own.file, line: 1, why: missingText() });
      }
      const [first] = broken;
      if (first !== undefined) {
        showProblems(problems);
        await showBroken(first, broken.length - 1);
      } else if (files.every(({ lines }) => lines.length === 0)) {
        showProblems(problems);
        await showNothingRecorded(problems);
      } else {
        await showVerified(files, problems);
      }
    },
    [commandIds.copyAuditHeadHash]: async () => {
      const { head } = records.audit;
      if (head !== undefined) {
        await copyHash(head);
        return;
      }
      const { files, problems } = await readAuditFiles(records.auditFolders());
      showProblems(problems);
      const newest = newestHead(files);
      await (newest === undefined ? showNothingRecorded(problems) : copyHash(newest));
    },
    ...folderCommand(),
  } satisfies Partial<Handlers>;
}

/** `head` is the hash of the last line that this window wrote to the file, if it is this window's. */
function problemOf({ file, bytes, lines }: ReadAuditFile, head: string | undefined): BrokenFile | undefined {
  const verdict = verifyAuditLog(bytes);
  if (verdict.kind === 'broken') {
    return { file, line: verdict.line, why: problemText(verdict.problem) };
  }
  return head === undefined || lines.some(({ hash }) => hash === head)
    ? undefined
    : { file, line: verdict.lines + 1, why: missingText() };
}

function missingText(): string {
  return l10n.t('this window wrote it, and it is missing');
}

function problemText(problem: AuditProblem): string {
  switch (problem) {
    case 'unreadable':
      return l10n.t('it is cut off, or is no line of an audit log');
    case 'changed':
      return l10n.t('it was changed after it was written');
    case 'order':
      return l10n.t('it does not follow the line before it, so a line was removed, added or moved');
  }
}

function newestHead(files: readonly ReadAuditFile[]): string | undefined {
  const newest = files.find(({ bytes }) => bytes.length > 0);
  if (newest === undefined) {
    return undefined;
  }
  const verdict = verifyAuditLog(newest.bytes);
  if (verdict.kind === 'broken') {
    throw new Error(brokenText({ file: newest.file, line: verdict.line, why: problemText(verdict.problem) }));
  }
  return verdict.head;
}

async function pickFile(files: readonly ReadAuditFile[]): Promise<ReadAuditFile | undefined> {
  const items = files.map((file) => {
    const [first] = file.lines;
    const names = [...new Set(file.lines.map(({ connection }) => rowText(shortText(connection.name))))];
    return {
      label: first === undefined ? l10n.t('Empty') : localTime(new Date(first.time)),
      description: [linesText(file.lines.length), ...names].join(', '),
      detail: rowText(file.file),
      file,
    };
  });
  const picked = await window.showQuickPick(items, {
    title: l10n.t('Open Audit Log: of which window?'),
    placeHolder: l10n.t('Each window writes its own, newest first'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.file;
}

async function openReadOnly(file: string, line = 1): Promise<void> {
  await window.showTextDocument(Uri.file(file), { selection: new Range(line - 1, 0, line - 1, 0) });
  await commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
}

/** A file that could not be read may have records. */
async function showNothingRecorded(problems: readonly string[]): Promise<void> {
  if (problems.length > 0) {
    return;
  }
  await window.showInformationMessage(
    l10n.t('The audit log holds nothing yet: it begins with the first change that is made through this extension.'),
  );
}

async function showVerified(files: readonly ReadAuditFile[], problems: readonly string[]): Promise<void> {
  const count = files.reduce((sum, { lines }) => sum + lines.length, 0);
  const head = files.flatMap(({ lines }) => lines.at(-1) ?? [])[0]?.hash ?? '';
  const copy = l10n.t('Copy Head Hash');
  const text =
    problems.length > 0
      ? l10n.t('All other files are unbroken: {0}. Head hash of the newest one: {1}', linesText(count), head)
      : files.length === 1
        ? l10n.t('The audit log is unbroken: {0}. Head hash: {1}', linesText(count), head)
        : l10n.t(
            'The audit log is unbroken: {0} in {1} files. Head hash of the newest file: {2}',
            linesText(count),
            numberWords(files.length),
            head,
          );
  const show = problems.length === 0 ? window.showInformationMessage : window.showWarningMessage;
  if ((await show(plainMessage([...problems, text].join(' ')), copy)) === copy) {
    await copyHash(head);
  }
}

async function showBroken(broken: BrokenFile, others: number): Promise<void> {
  const open = l10n.t('Open');
  const text =
    others === 0
      ? brokenText(broken)
      : l10n.t('{0} Further broken files: {1}.', brokenText(broken), numberWords(others));
  if ((await window.showErrorMessage(plainMessage(text), open)) === open) {
    await openReadOnly(broken.file, broken.line);
  }
}

function brokenText({ file, line, why }: BrokenFile): string {
  const name = shortText(path.basename(file));
  return l10n.t('The audit log {0} is broken at line {1}: {2}.', name, numberWords(line), why);
}

async function copyHash(hash: string): Promise<void> {
  await env.clipboard.writeText(hash);
  showDone(l10n.t('Copied the head hash'));
}

function linesText(count: number): string {
  return count === 1 ? l10n.t('1 line') : l10n.t('{0} lines', numberWords(count));
}
