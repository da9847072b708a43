import { commands, l10n, type Memento, Range, window } from 'vscode';
import { type ReportDocuments, reportUri } from '../check/reportDocuments.ts';
import { commandIds } from '../commands/ids.ts';
import type { Handlers } from '../commands/register.ts';
import { demoId } from '../connections/connectionId.ts';
import { type Connections, type Servers, validConnections } from '../connections/connections.ts';
import { createKratosClient, type KratosClient } from '../core/kratos/createKratosClient.ts';
import { createdAt } from '../core/kratos/moments.ts';
import type { LoggedSession } from '../demo/logLines.ts';
import { OriginNotes } from '../pages/host/origins/originNotes.ts';
import { sampleLog } from './sampleLog.ts';
import { hasResponded } from './startContext.ts';

interface StartParts {
  /** "publisher.name". */
  readonly extensionId: string;
  readonly connections: Connections & Servers;
  readonly documents: ReportDocuments;
  readonly memory: Pick<Memento, 'get' | 'update'>;
}

/** The account of the demo that was taken over: its newest session is the stranger's. */
const takenOver = 'emmy@example.net';
/** Accounts whose newest sessions are older than the stranger's. */
const others = ['otto@example.org', 'ida@example.org'];

/** Returns the commands of the first minutes. */
export function startCommands({ extensionId, connections, documents, memory }: StartParts) {
  return {
    [commandIds.getStarted]: async () => {
      await commands.executeCommand('kratosExplorer.identities.focus');
      await commands.executeCommand('workbench.action.openWalkthrough', `${extensionId}#start`);
      // VS Code overlooks context keys that were true before it loaded the walkthrough.
      const steps = {
        demo: connections.get(demoId) !== undefined,
        connect: hasResponded(connections),
        unlock: validConnections(connections).some(({ id }) => connections.unlockOf(id) !== undefined),
      };
      for (const [step, isDone] of Object.entries(steps)) {
        if (isDone) {
          await commands.executeCommand('welcome.markStepComplete', `${extensionId}#start#${step}`);
        }
      }
    },
    [commandIds.openSampleLog]: () => openSampleLog(connections, documents),
    [commandIds.resetDemo]: async () => {
      await new OriginNotes(memory).forget(demoId);
      connections.resetDemo();
    },
  } satisfies Partial<Handlers>;
}

/** Opens a log that leads to the stranger's session in the demo, and selects its id. Opens the demo first if needed. */
async function openSampleLog(connections: Connections & Servers, documents: ReportDocuments): Promise<void> {
  const { id } = await connections.addDemo();
  const server = connections.server(id);
  if (server === undefined) {
    return;
  }
  const client = createKratosClient(server.transport, server.pageBase);
  const [stranger, ...rest] = await Promise.all([takenOver, ...others].map((email) => newestSession(client, email)));
  if (stranger === undefined) {
    throw new Error(
      l10n.t('The demo no longer has the session of the sample log. Run “Kratos: Reset Demo”, then try again.'),
    );
  }
  const { text, line, character } = sampleLog(
    stranger,
    rest.filter((one) => one !== undefined),
  );
  const uri = reportUri(id, l10n.t('Sample'), 'log');
  documents.write(uri, text);
  const selection = new Range(line, character, line, character + stranger.id.length);
  await window.showTextDocument(uri, { selection });
}

async function newestSession(client: KratosClient, email: string): Promise<LoggedSession | undefined> {
  const [identity] = (await client.identities({ by: 'identifier', identifier: email }, 1).next()).items;
  if (identity?.kind !== 'identity') {
    return undefined;
  }
  const { items } = await client.identitySessions(identity.id, 'all', 250).next();
  const session = items.find((one) => one.kind === 'session');
  const began = session && createdAt(session);
  const { ipAddress = '', userAgent = '' } = session?.devices[0] ?? {};
  return session && began && { id: session.id, identityId: identity.id, began, ipAddress, userAgent };
}
