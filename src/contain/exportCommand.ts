import path from 'node:path';
import { l10n } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import type { Connections, Servers } from '../connections/connections.ts';
import type { IdentityRef, SessionRef } from '../connections/refs.ts';
import { readSessions } from '../core/containment/reading.ts';
import { askFile, saveFile, timeInName } from '../files/saveCommand.ts';
import { sessionOrIdentityTargets, type TargetSources } from '../files/targets.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { showSaved } from '../platform/statusMessages.ts';
import { partText } from '../text/actionText.ts';
import { countWords, numberWords } from '../text/counts.ts';
import { shortId } from '../text/identityName.ts';
import { type ExportedSession, sessionsAsCsv, sessionsAsLines } from '../text/sessionExport.ts';
import { askForPersonalData } from './askForPersonalData.ts';
import { cancellable } from './cancellableProgress.ts';
import { containmentServer } from './containmentServer.ts';

interface ExportParts {
  readonly connections: Connections & Servers;
  readonly sources: TargetSources;
  readonly ipDatabases: Pick<IpDatabases, 'read'>;
}

/** Returns the command that saves sessions, or all sessions of identities, as NDJSON or CSV without personal data. */
export function exportCommand(parts: ExportParts) {
  return {
    [commandIds.exportSessions]: async (...args) => {
      const title = l10n.t('Export Sessions As');
      const targets = await sessionOrIdentityTargets(args, parts.sources, title);
      const [first] = targets;
      const withPersonalData = first && (await askForPersonalData(title));
      if (first === undefined || withPersonalData === undefined) {
        return;
      }
      const file = await askFile(title, `kratos-sessions-${shortId(first.identityId)}-${timeInName()}.csv`, {
        CSV: ['csv'],
        [l10n.t('NDJSON, one item per line')]: ['ndjson', 'jsonl'],
      });
      if (file === undefined) {
        return;
      }
      const sessions = targets.filter((target) => target.kind === 'session');
      const read = sessions.length > 0 ? await readEach(parts, sessions) : await readOf(parts, targets);
      if (read === undefined) {
        return;
      }
      const { lookup } = await parts.ipDatabases.read();
      const format = /\.csv$/i.test(file.path) ? sessionsAsCsv : sessionsAsLines;
      await saveFile(file, Buffer.from(format(read.exported, { withPersonalData, now: new Date(), lookup })));
      showSaved(file, {
        text: l10n.t('Exported sessions to {0}: {1}', path.posix.basename(file.path), read.count),
      });
    },
  } satisfies Partial<Handlers>;
}

interface Read {
  readonly exported: readonly ExportedSession[];
  /** How many, and whether they are all. */
  readonly count: string;
}

async function readEach({ connections }: ExportParts, refs: readonly SessionRef[]): Promise<Read> {
  const read = await Promise.all(
    refs.map(async ({ connectionId, identityId, sessionId }) => {
      const directory = connections.directory(connectionId);
      const session = await directory?.session(sessionId);
      return session && { session, identityId, identityState: directory?.identityState(identityId) };
    }),
  );
  const exported = read.filter((one) => one !== undefined);
  return { exported, count: numberWords(exported.length) };
}

/**
 * Reads all sessions of identities from the server, also those that a filter hides. Undefined: the user cancelled.
 */
async function readOf({ connections }: ExportParts, refs: readonly IdentityRef[]): Promise<Read | undefined> {
  const exported: ExportedSession[] = [];
  const counts: string[] = [];
  for (const { connectionId, identityId } of refs) {
    const server = connections.server(connectionId);
    const reading =
      server &&
      (await cancellable(l10n.t('Reading sessions'), server, (progress) =>
        readSessions(identityId, 'all', {
          server: containmentServer(server).server,
          now: () => new Date(),
          signal: progress.signal,
          onRead: (count, total) => progress.report(partText(count, total)),
        }),
      ));
    if (reading === undefined) {
      return undefined;
    }
    const identityState = connections.directory(connectionId)?.identityState(identityId);
    exported.push(...reading.sessions.map((session) => ({ session, identityId, identityState })));
    counts.push(countWords({ shown: reading.sessions.length, total: undefined, end: reading.end }));
  }
  return { exported, count: counts.join(', ') };
}
