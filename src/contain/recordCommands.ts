import path from 'node:path';
import { env, l10n } from 'vscode';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { labelTraitsOf, nameWithFacts, shortAddress } from '../connections/connectionFacts.ts';
import { demoId } from '../connections/connectionId.ts';
import type { Connections } from '../connections/connections.ts';
import type { IdentityRef } from '../connections/refs.ts';
import { verifyAuditLog } from '../core/containment/readAuditLog.ts';
import type { Directory } from '../core/directory/directory.ts';
import { readByItself } from '../core/directory/listState.ts';
import { detailsOfIdentity } from '../core/kratos/detailsOfIdentity.ts';
import { failureOf } from '../core/kratos/failure.ts';
import { sessionStatus } from '../core/kratos/sessionStatus.ts';
import { isSameUuid } from '../core/kratos/uuid.ts';
import { identityFacts } from '../core/origins/identityFacts.ts';
import { originsInSteps } from '../core/origins/origins.ts';
import { runInTurns } from '../core/origins/steps.ts';
import { askFile, saveFile, timeInName } from '../files/saveCommand.ts';
import { identityTargets, type TargetSources } from '../files/targets.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
import { showDone, showSaved, withStatusProgress } from '../platform/statusMessages.ts';
import { failureText } from '../text/failureText.ts';
import { identityIdentifier, identityName, shortId } from '../text/identityName.ts';
import { type IncidentNote, incidentNote } from '../text/incidentNote.ts';
import { askForPersonalData } from './askForPersonalData.ts';
import { auditCommands } from './auditCommands.ts';
import { readAuditFiles } from './auditFiles.ts';
import type { DemoRecords } from './demoRecords.ts';
import type { Records } from './records.ts';

export interface RecordParts {
  readonly connections: Connections;
  readonly sources: TargetSources;
  readonly records: Records;
  readonly demoRecords: () => Promise<DemoRecords>;
  readonly ipDatabases: Pick<IpDatabases, 'read'>;
}

/** Returns the commands that write a note on an incident with an identity, and those on the audit logs. */
export function recordCommands(parts: RecordParts) {
  return {
    ...auditCommands(parts.records),
    [commandIds.copyIncidentNote]: async (...args) => {
      const note = await noteOf(parts, args, l10n.t('Copy Incident Note'));
      if (note !== undefined) {
        await env.clipboard.writeText(note.text);
        showDone(l10n.t('Copied the incident note'));
      }
    },
    [commandIds.saveIncidentNote]: async (...args) => {
      const note = await noteOf(parts, args, l10n.t('Save Incident Note As'));
      if (note === undefined) {
        return;
      }
      const name = `kratos-incident-${shortId(note.ref.identityId)}-${timeInName()}.md`;
      const file = await askFile(l10n.t('Save Incident Note As'), name, { [l10n.t('Markdown')]: ['md'] });
      if (file === undefined) {
        return;
      }
      await saveFile(file, Buffer.from(note.text));
      showSaved(file, {
        text: l10n.t('Saved the incident note in {0}', path.posix.basename(file.path)),
      });
    },
  } satisfies Partial<Handlers>;
}

async function noteOf(parts: RecordParts, args: readonly unknown[], command: string) {
  const [ref] = await identityTargets(args, parts.sources, command);
  const directory = ref && parts.connections.directory(ref.connectionId);
  if (ref === undefined || directory === undefined) {
    return undefined;
  }
  const withPersonalData = await askForPersonalData(command);
  if (withPersonalData === undefined) {
    return undefined;
  }
  const reading = readNote(parts, ref, directory);
  const note = await withStatusProgress(l10n.t('Reading sessions for the incident note'), reading);
  return { ref, text: incidentNote({ ...note, withPersonalData }) };
}

async function readNote(
  { connections, records, demoRecords, ipDatabases }: RecordParts,
  ref: IdentityRef,
  directory: Directory,
): Promise<Omit<IncidentNote, 'withPersonalData'>> {
  const { connectionId, identityId } = ref;
  const list = directory.sessionsOf(identityId);
  const failures: string[] = [];
  const orFailure = <T>(work: Promise<T>) =>
    work.catch((error: unknown) => {
      failures.push(failureText(failureOf(error)));
      return undefined;
    });
  const [identity, version, { lookup }, { files, problems }] = await Promise.all([
    orFailure(directory.identity(identityId)),
    orFailure(directory.serverVersion()),
    ipDatabases.read(),
    connectionId === demoId
      ? demoRecords().then((demo) => ({ files: [demo.auditFile()], problems: [] }))
      : readAuditFiles(records.auditFolders()),
    list.open().then(() => ((list.state.total ?? Number.POSITIVE_INFINITY) <= readByItself ? list.all() : undefined)),
  ]);
  const { items, total, end, readAt, phase } = list.state;
  if (phase.kind === 'failed') {
    failures.push(failureText(phase.failure));
  }
  const sessions = [...directory.foundSessions(identityId), ...items];
  const origins = await runInTurns(
    originsInSteps({ sessions, identity: identity && identityFacts(detailsOfIdentity(identity, version)), lookup }),
    new AbortController().signal,
  );
  const now = new Date();
  const state = directory.identityState(identityId);
  const active = new Set(
    sessions.flatMap((session) =>
      session.kind === 'session' && sessionStatus(session, now, state).kind === 'active' ? [session.id] : [],
    ),
  );
  const connection = connections.get(connectionId);
  const name = identity && identityName(identity, labelTraitsOf(connection, readLabelTraits()));
  const logs = files
    .map(({ file, bytes, lines }) => ({
      file,
      bytes,
      lines: lines.filter((line) => isSameUuid(line.identity, identityId)),
    }))
    .filter(({ lines }) => lines.length > 0)
    .reverse();
  return {
    writtenAt: now,
    connection: {
      name: connection === undefined ? connectionId : nameWithFacts(connection),
      address:
        connection === undefined ? '' : connection.kind === 'demo' ? shortAddress(connection) : connection.address,
      version,
    },
    identity: {
      id: identityId,
      state: identity?.state,
      name: name === shortId(identityId) ? undefined : name,
      identifier: identity && name && identityIdentifier(identity, name),
    },
    sessions: {
      shown: items.length,
      total,
      end,
      readAt,
      isFiltered: directory.sessionFilter(identityId) !== 'all',
    },
    origins,
    isActive: (id) => active.has(id),
    lines: logs.flatMap(({ lines }) => lines).sort((one, other) => Date.parse(one.time) - Date.parse(other.time)),
    logs: logs.map(({ file, bytes }) => ({ name: path.basename(file), verdict: verifyAuditLog(bytes) })),
    failures: [...new Set([...failures, ...problems])],
  };
}
