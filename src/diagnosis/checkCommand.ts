import { l10n, ProgressLocation, type Uri, window, workspace } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import type { ConnectionSecrets } from '../connections/connectionSecrets.ts';
import type { Connections } from '../connections/connections.ts';
import { connectionOptions, connectionTransport, type ReachSettings } from '../connections/connectionTransport.ts';
import { demoTransport } from '../connections/demoTransport.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import { requestLog } from '../connections/requestLog.ts';
import { type AskUnencrypted, withConsent } from '../connections/unencrypted.ts';
import { scheme } from '../documents/uris.ts';
import type { Log } from '../platform/log.ts';
import { rowTextLimit, visibleText } from '../presentation/visibleText.ts';
import { checkConnection } from './checkConnection.ts';
import { type ReportDocuments, reportUri } from './reportDocuments.ts';
import { reportText } from './reportText.ts';
import { type Subject, secretValues, wayOf } from './subject.ts';

export interface CheckParts {
  readonly connections: Connections;
  readonly secrets: ConnectionSecrets;
  readonly settings: ReachSettings;
  readonly askUnencrypted: AskUnencrypted;
  readonly log: Log;
  readonly documents: ReportDocuments;
  /** The file that the active editor shows. */
  readonly activeFile: () => Uri | undefined;
}

/** Checks the connection of a row, of the active editor or one that the person picks, and shows the report as it grows. */
export function createCheck(parts: CheckParts): (argument: unknown) => Promise<void> {
  const running = new Map<string, AbortController>();
  return async (argument) => {
    const { connections, activeFile } = parts;
    const all = connections.list.filter((entry): entry is Connection => entry.kind !== 'invalid');
    const file = activeFile();
    const shown = file?.scheme === scheme ? connections.get(file.authority) : undefined;
    const connection = await pickConnection(all, argument ?? (shown && { connectionId: shown.id }));
    if (connection === undefined) {
      return;
    }
    running.get(connection.id)?.abort();
    const own = new AbortController();
    running.set(connection.id, own);
    const isNewest = () => running.get(connection.id) === own;
    try {
      await showCheck(connection, parts, own, isNewest);
    } finally {
      if (isNewest()) {
        running.delete(connection.id);
      }
    }
  };
}

async function showCheck(
  connection: Connection,
  parts: CheckParts,
  own: AbortController,
  isNewest: () => boolean,
): Promise<void> {
  const { documents } = parts;
  const subject = subjectOf(connection, parts);
  const name = visibleText(connection.name, rowTextLimit);
  const uri = reportUri(connection.id, l10n.t('Check of {0}', name));
  try {
    // Known before anything of the report is shown.
    const secrets = subject.way === undefined ? [] : await secretValues(subject.way);
    documents.write(uri, '');
    await window.showTextDocument(await workspace.openTextDocument(uri), { preview: true });
    await window.withProgress(
      { location: ProgressLocation.Notification, title: l10n.t('Checking {0}', name), cancellable: true },
      async (_progress, token) => {
        token.onCancellationRequested(() => own.abort());
        await checkConnection(subject, AbortSignal.any([own.signal, documents.ended]), (report) => {
          // A newer check of this connection writes into the same document.
          if (isNewest()) {
            documents.write(uri, reportText(report, secrets));
          }
        });
      },
    );
  } finally {
    await subject.transport.close();
  }
}

/** With a transport of its own: what the connection's has open, and what it learnt, stays out of the check. */
function subjectOf(connection: Connection, { secrets, settings, askUnencrypted, log }: CheckParts): Subject {
  const onExchange = requestLog(log, connection.name);
  switch (connection.kind) {
    case 'demo':
      return { name: connection.name, transport: demoTransport({ onExchange }), way: undefined };
    case 'configured': {
      const own = secrets.of(connection.id);
      const options = connectionOptions(connection.server, settings);
      return {
        name: connection.name,
        transport: withConsent(
          connectionTransport(connection.server, own, settings, onExchange),
          connection.server,
          askUnencrypted,
        ),
        way: wayOf(options, own, settings.network(), process.env),
      };
    }
  }
}
