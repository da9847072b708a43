import { l10n, ProgressLocation, type Uri, window } from 'vscode';
import type { Connection } from '../connections/connection.ts';
import { type Connections, type Servers, validConnections } from '../connections/connections.ts';
import { pickConnection } from '../connections/pickConnection.ts';
import type { ConnectionSecrets } from '../connections/secrets/connectionSecrets.ts';
import { withWaits } from '../connections/waitingProgress.ts';
import { scheme } from '../files/uris.ts';
import { type Server, type ServerSettings, withoutWrites } from '../server/openServer.ts';
import { shortText } from '../text/visibleText.ts';
import { checkConnection } from './checkConnection.ts';
import { stepSeconds } from './networkSteps.ts';
import type { Report } from './report.ts';
import { type ReportDocuments, reportUri, showMarkdown } from './reportDocuments.ts';
import { reportText } from './reportText.ts';
import { withDeadline } from './runSteps.ts';
import { type CheckSubject, routeOf, secretValues } from './subject.ts';

interface CheckCommandParts {
  readonly connections: Connections & Servers;
  readonly secrets: ConnectionSecrets;
  readonly settings: ServerSettings;
  readonly documents: ReportDocuments;
  /** The file that the active editor shows. */
  readonly activeFile: () => Uri | undefined;
}

/** Returns a command that checks the connection of a row, of the active editor or of a pick, and shows the report. */
export function createCheck(parts: CheckCommandParts): (argument: unknown) => Promise<void> {
  const running = new Map<string, AbortController>();
  return async (argument) => {
    const { connections, activeFile } = parts;
    const file = activeFile();
    const shown = file?.scheme === scheme ? connections.get(file.authority) : undefined;
    const connection = await pickConnection(
      validConnections(connections),
      argument ?? (shown && { connectionId: shown.id }),
      l10n.t('Check Connection'),
    );
    const server = connection && connections.server(connection.id);
    if (connection === undefined || server === undefined) {
      return;
    }
    server.resetConsent();
    running.get(connection.id)?.abort();
    const own = new AbortController();
    running.set(connection.id, own);
    const isNewest = () => running.get(connection.id) === own;
    try {
      await showCheck(subjectOf(connection, server, parts), connection, parts.documents, { own, isNewest });
    } finally {
      if (isNewest()) {
        running.delete(connection.id);
      }
    }
  };
}

interface Run {
  readonly own: AbortController;
  /** False once a newer check of this connection writes into the same document. */
  readonly isNewest: () => boolean;
}

async function showCheck(
  subject: CheckSubject,
  connection: Connection,
  documents: ReportDocuments,
  { own, isNewest }: Run,
): Promise<void> {
  const name = shortText(connection.name);
  const uri = reportUri(connection.id, l10n.t('Check of {0}', name));
  documents.write(uri, '');
  await showMarkdown(uri);
  await window.withProgress(
    { location: ProgressLocation.Notification, title: l10n.t('Checking {0}', name), cancellable: true },
    async (progress, token) => {
      token.onCancellationRequested(() => own.abort());
      const signal = AbortSignal.any([own.signal, documents.ended]);
      const secrets = await knownSecrets(subject, signal);
      const show = (report: Report) => {
        if (isNewest()) {
          documents.write(uri, reportText(report, secrets()));
        }
      };
      await withWaits(progress, subject.server.waits, () => checkConnection(subject, signal, show));
    },
  );
}

/** Returns the secrets to hide, once they are read: before the first step, unless the secret storage hangs. */
async function knownSecrets({ route }: CheckSubject, signal: AbortSignal): Promise<() => readonly string[]> {
  let known: readonly string[] = [];
  if (route !== undefined) {
    const gathering = secretValues(route).then((values) => {
      known = values;
    });
    // The step for secrets reports a broken storage, and no request is sent without them.
    await withDeadline(() => gathering, stepSeconds, signal).catch(() => undefined);
  }
  return () => known;
}

/** Checks over the connection's own server, so that its rate limit applies. No check changes anything. */
function subjectOf(
  connection: Connection,
  server: Server,
  { connections, secrets, settings }: CheckCommandParts,
): CheckSubject {
  const route =
    connection.kind === 'demo'
      ? undefined
      : routeOf(connection.server, secrets.of(connection.id), settings.network(), process.env);
  const onVersion = (version: string) => connections.directory(connection.id)?.noteServerVersion(version);
  return { name: connection.name, server: withoutWrites(server), route, onVersion };
}
