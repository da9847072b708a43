import { hostname } from 'node:os';
import { commands, env, l10n, ProgressLocation, type Uri, ViewColumn, window } from 'vscode';
import type { ReportDocuments } from '../check/reportDocuments.ts';
import { reportUri, showMarkdown } from '../check/reportDocuments.ts';
import { commandIds } from '../commands/ids.ts';
import type { Connection } from '../connections/connection.ts';
import { isOryNetwork, labelTraitsOf } from '../connections/connectionFacts.ts';
import type { Connections, Servers, Unlocking } from '../connections/connections.ts';
import type { IdentityRef } from '../connections/refs.ts';
import { validConnections } from '../connections/validConnections.ts';
import { withWaits } from '../connections/waitingProgress.ts';
import {
  checkAgain,
  checkIntent,
  contain,
  type Draft,
  draftOfFailed,
  type Finished,
  type Stopped,
} from '../core/containment/contain.ts';
import { type PlannedConnection, planForSessions, type Selection } from '../core/containment/plan.ts';
import type { CheckPorts, Progress } from '../core/containment/ports.ts';
import { canTryAgain } from '../core/containment/result.ts';
import { type Clock, systemClock } from '../core/http/clock.ts';
import { serverOrigin } from '../core/http/connectionOptions.ts';
import { failureOf, KratosError } from '../core/kratos/failure.ts';
import type { Identity } from '../core/kratos/identity.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { sayDone } from '../platform/done.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
import { plainMessage } from '../platform/plainMessage.ts';
import { userName } from '../platform/userName.ts';
import type { Server } from '../server/openServer.ts';
import { numberWords } from '../text/counts.ts';
import { loadDeviceNames } from '../text/deviceName.ts';
import { failureText } from '../text/failureText.ts';
import { identityIdentifier, identityName, shortId } from '../text/identityName.ts';
import { outcomeSentence, outcomeText, type ShownOutcome } from '../text/outcomeText.ts';
import { type PlanSubject, planText } from '../text/planText.ts';
import { rowTextLimit, visibleText } from '../text/visibleText.ts';
import { askAboutNewSessions, confirmPlan } from './confirmPlan.ts';
import { containmentServer } from './containmentServer.ts';
import { type IdentitySessions, readSessions } from './readSessions.ts';
import type { Records } from './records.ts';

export interface RevocationParts {
  readonly connections: Connections & Servers & Unlocking;
  readonly documents: ReportDocuments;
  readonly ipDatabases: IpDatabases;
  readonly records: (connection: Connection) => Promise<Pick<Records, 'evidence' | 'audit'>>;
  /** Name and version of the extension. */
  readonly tool: string;
  /** Reports an error of what goes on after a command ended. */
  readonly failed: (error: unknown) => unknown;
  readonly clock?: Clock;
}

/** The identity and the connection that something is done to. */
interface Subject {
  readonly connection: Connection;
  readonly server: Server;
  readonly ref: IdentityRef;
  /** "ada@example.org". */
  readonly identity: string;
}

type Intent = Finished['intent'];

/** What can be done with results. */
interface NextSteps {
  readonly retry: (() => Promise<void>) | undefined;
  readonly check: () => Promise<void>;
}

/** Chooses the sessions that are revoked. Undefined: the user cancelled. */
export type Select = (read: IdentitySessions, identity: string) => Promise<Selection | undefined>;

/** So many sessions are read again one by one; of more, the list is. */
const fewSessions = 20;
const untilSecondCheck = 3 * 60_000;

/** Revokes sessions of one identity at a time, from the plan to the results. */
export class Revocation {
  readonly #parts: RevocationParts;

  constructor(parts: RevocationParts) {
    this.#parts = parts;
  }

  /** Plans, asks, revokes and shows the results. A locked connection has to be unlocked first. */
  async revoke(ref: IdentityRef, select: Select): Promise<void> {
    if (!(await this.#isUnlocked(ref.connectionId))) {
      return;
    }
    const reached = this.#reach(ref.connectionId);
    const read = reached && (await this.#read(ref, reached.server));
    if (reached === undefined || read === undefined) {
      return;
    }
    const { connection } = reached;
    const identity = nameOf(read.identity, connection);
    const selection = await select(read, identity);
    if (selection === undefined) {
      return;
    }
    const plan = planForSessions({
      action: { kind: 'revokeSessions' },
      selection,
      reading: read,
      connection: plannedConnection(connection, read.serverVersion),
      identity: read.identity,
      origins: read.origins,
    });
    await this.#carryOut({ plan, sessions: read.sessions }, { ...reached, ref, identity });
  }

  /** Checks what a window had begun that was closed before it had checked it, and shows the results. */
  async checkUnfinished(intent: Intent): Promise<void> {
    const { name, origin } = intent.connection;
    const connection = validConnections(this.#parts.connections).find(
      (one) => one.name === name && originOf(one) === origin,
    );
    const reached = connection && this.#reach(connection.id);
    if (reached === undefined) {
      const text = l10n.t('There is no connection “{0}” to {1}, so its sessions cannot be checked.', name, origin);
      await window.showWarningMessage(plainMessage(visibleText(text)));
      return;
    }
    const ref = { connectionId: reached.connection.id, identityId: intent.identity };
    const known = this.#parts.connections.directory(ref.connectionId)?.knownIdentity(ref.identityId);
    const identity = known === undefined ? shortId(ref.identityId) : nameOf(known, reached.connection);
    await this.#check(intent, { ...reached, ref, identity });
  }

  /** Leads to Unlock, which says why a connection cannot be unlocked. */
  async #isUnlocked(connectionId: string): Promise<boolean> {
    const { connections } = this.#parts;
    if (connections.unlockOf(connectionId) === undefined) {
      await commands.executeCommand(commandIds.unlockConnection, { connectionId });
    }
    return connections.unlockOf(connectionId) !== undefined;
  }

  #reach(connectionId: string): Pick<Subject, 'connection' | 'server'> | undefined {
    const { connections } = this.#parts;
    const connection = connections.get(connectionId);
    const server = connections.server(connectionId);
    return connection && server && { connection, server };
  }

  /** Resolves to undefined when the user cancels. */
  async #read(ref: IdentityRef, server: Server): Promise<IdentitySessions | undefined> {
    const { connections, ipDatabases } = this.#parts;
    const progress = new CancellableProgress(l10n.t('Reading sessions'), server);
    progress.begin();
    try {
      await loadDeviceNames();
      return await readSessions(ref, {
        server: containmentServer(server).server,
        connections,
        ipDatabases,
        signal: progress.signal,
        onRead: (count, total) => progress.report(partWords(count, total)),
      });
    } catch (error) {
      if (progress.signal.aborted) {
        return undefined;
      }
      throw error;
    } finally {
      progress.end();
    }
  }

  async #carryOut(draft: Draft, subject: Subject): Promise<void> {
    const { connections, records } = this.#parts;
    const { connection, server, identity } = subject;
    if (!(await this.#isUnlocked(connection.id))) {
      return;
    }
    // Another object has another address, or other rules on what is confirmed.
    const isSame = () => connections.get(connection.id) === connection;
    if (!isSame()) {
      const name = visibleText(connection.name, rowTextLimit);
      throw new Error(l10n.t('Nothing was sent, because “{0}” was changed meanwhile. Start again.', name));
    }
    const unlocks = await connections.unlocks();
    const { evidence } = await records(connection);
    const progress = new CancellableProgress(l10n.t('Revoking sessions of {0}', identity), server);
    try {
      const outcome = await contain(draft, {
        ...(await this.#checkPorts(subject, progress)),
        evidence,
        bulk: containmentServer(server).bulk,
        permit: () => (isSame() ? unlocks.permit(connection.id) : undefined),
        approve: async (plan) => {
          const isApproved = await this.#approve({ plan, sessions: draft.sessions }, subject);
          if (isApproved) {
            progress.begin();
          }
          return isApproved;
        },
        askAboutNew: (begun) => askAboutNewSessions(begun),
        signal: progress.signal,
      });
      if (outcome.kind === 'stopped') {
        sayStopped(outcome);
        return;
      }
      await this.#readRowsAgain(outcome.draft, subject);
      await this.#showFinished(outcome, subject);
    } finally {
      progress.end();
    }
  }

  async #checkPorts({ connection, server }: Subject, progress: CancellableProgress): Promise<CheckPorts> {
    const { connections, records, tool } = this.#parts;
    const { audit } = await records(connection);
    const reached = containmentServer(server);
    return {
      server: reached.server,
      audit,
      operation: {
        osUser: userName() ?? '',
        host: hostname(),
        tool,
        // One text is asked for: a reason or a ticket.
        reason: connections.unlockOf(connection.id)?.reason,
        ticket: undefined,
      },
      now: () => new Date(),
      serverDateOffset: reached.serverDateOffset,
      onProgress: (step) => progress.report(stepWords(step)),
    };
  }

  async #approve({ plan, sessions }: Draft, { connection, identity }: Subject): Promise<boolean> {
    const subject: PlanSubject = {
      identity,
      read: sessions.length,
      isOryNetwork: isOnOryNetwork(connection),
      now: new Date(),
    };
    const uri = planUri({ connection, identity });
    this.#parts.documents.write(uri, planText(plan, subject));
    const show = (preserveFocus: boolean) =>
      window.showTextDocument(uri, { viewColumn: ViewColumn.Beside, preview: true, preserveFocus });
    await show(true);
    return await confirmPlan(plan, {
      subject,
      isProduction: connection.kind === 'configured' && connection.production,
      review: () => window.showTextDocument(uri, { viewColumn: columnOf(uri.toString()), preview: true }),
    });
  }

  /** Reads the sessions again in the directory, so that all views show how they are now. */
  async #readRowsAgain({ plan }: Draft, { ref }: Subject): Promise<void> {
    const directory = this.#parts.connections.directory(ref.connectionId);
    const ids = plan.targets.map(({ id }) => id);
    const list = directory?.sessionsState(ref.identityId);
    // A failure is shown in the rows.
    if (ids.length > fewSessions && list !== undefined && list.phase.kind !== 'idle') {
      await directory?.sessionsOf(ref.identityId).refresh().catch(failureOf);
    } else {
      const known = ids.filter((id) => directory?.knownSession(id) !== undefined);
      await Promise.all(known.map((id) => directory?.readSession(id).catch(failureOf)));
    }
  }

  async #showFinished(finished: Finished, subject: Subject): Promise<void> {
    const { draft, intent, evidence, results, unrecorded, error } = finished;
    const { targets } = draft.plan;
    const retry = () => this.#carryOut(draftOfFailed(finished), subject);
    await this.#showResult(
      { intent, results, evidence, unrecorded, error, rows: targets, identity: subject.identity, at: new Date() },
      subject,
      {
        retry: results.some(canTryAgain) ? retry : undefined,
        check: () =>
          this.#checking(subject, async (ports) => {
            await this.#showFinished({ ...finished, ...(await checkAgain(finished, ports)) }, subject);
          }),
      },
    );
  }

  #check(intent: Intent, subject: Subject): Promise<void> {
    return this.#checking(subject, async (ports) => {
      const { results, unrecorded } = await checkIntent(intent, ports);
      const { identity } = subject;
      await this.#showResult(
        { intent, results, unrecorded, identity, rows: [], evidence: undefined, error: undefined, at: new Date() },
        subject,
        { retry: undefined, check: () => this.#check(intent, subject) },
      );
    });
  }

  async #checking(subject: Subject, check: (ports: CheckPorts) => Promise<void>): Promise<void> {
    const { connection, server } = subject;
    if (this.#parts.connections.server(connection.id) !== server) {
      const name = visibleText(connection.name, rowTextLimit);
      throw new Error(l10n.t('“{0}” was changed meanwhile, so its sessions were not checked again.', name));
    }
    await loadDeviceNames();
    const progress = new CancellableProgress(l10n.t('Checking sessions of {0}', subject.identity), subject.server);
    progress.begin();
    try {
      await check(await this.#checkPorts(subject, progress));
    } finally {
      progress.end();
    }
  }

  /** Shows the results, and what can be done next in a message, for which it does not wait. */
  async #showResult(outcome: ShownOutcome, subject: Subject, next: NextSteps): Promise<void> {
    const { documents, failed } = this.#parts;
    const { connection, identity } = subject;
    const uri = reportUri(connection.id, l10n.t('Results for {0}', identity));
    const text = outcomeText(outcome);
    documents.write(uri, text);
    const front = window.activeTextEditor?.document.uri.toString();
    // In the place of the plan, so that the page or editor that the command came from stays in sight.
    await showMarkdown(uri, front !== planUri(subject).toString());
    this.#offer(outcome, subject, { text, ...next }).catch(failed);
  }

  async #offer(
    outcome: ShownOutcome,
    subject: Subject,
    { text, retry, check }: NextSteps & { readonly text: string },
  ): Promise<void> {
    const { failed, clock = systemClock } = this.#parts;
    const again = l10n.t('Try Failed Again');
    const later = l10n.t('Check Again in 3 Minutes');
    const copy = l10n.t('Copy as Markdown');
    const isEnded = !outcome.results.some(canTryAgain);
    const show = isEnded ? window.showInformationMessage : window.showWarningMessage;
    const buttons = [
      ...(retry === undefined ? [] : [again]),
      ...(isOnOryNetwork(subject.connection) ? [later] : []),
      copy,
    ];
    const chosen = await show(plainMessage(outcomeSentence(outcome)), ...buttons);
    if (chosen === again) {
      await retry?.();
    } else if (chosen === later) {
      clock.after(untilSecondCheck, () => check().catch(failed));
    } else if (chosen === copy) {
      await env.clipboard.writeText(text);
      sayDone(l10n.t('Copied the results'));
    }
  }
}

/** A progress that is shown from `begin` to `end`, with the waits for the rate limit. */
class CancellableProgress {
  readonly #title: string;
  readonly #waits: Server['waits'];
  readonly #cancelling = new AbortController();
  readonly #ending = Promise.withResolvers<void>();
  #show: (message: string) => void = () => undefined;

  constructor(title: string, { waits }: Pick<Server, 'waits'>) {
    this.#title = title;
    this.#waits = waits;
  }

  get signal(): AbortSignal {
    return this.#cancelling.signal;
  }

  begin(): void {
    const title = plainMessage(this.#title);
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    void window.withProgress(options, (progress, token) => {
      token.onCancellationRequested(() => this.#cancelling.abort());
      return withWaits(progress, this.#waits, (report) => {
        this.#show = report;
        return this.#ending.promise;
      });
    });
  }

  report(message: string): void {
    this.#show(message);
  }

  end(): void {
    this.#ending.resolve();
  }
}

function stepWords({ step, done, total }: Progress): string {
  const part = partWords(done, total);
  switch (step) {
    case 'evidence':
      return l10n.t('Keeping evidence');
    case 'reading':
      return l10n.t('Reading again: {0}', part);
    case 'sending':
      return l10n.t('Revoking: {0}', part);
    case 'checking':
      return l10n.t('Checking: {0}', part);
  }
}

function partWords(done: number, total: number | undefined): string {
  return total === undefined ? numberWords(done) : l10n.t('{0} of {1}', numberWords(done), numberWords(total));
}

/** Says why nothing was sent, unless the user decided that. Does not wait for the user. */
function sayStopped(stopped: Stopped): void {
  const text = stoppedText(stopped);
  if (text !== undefined) {
    const show =
      stopped.why === 'nothingToDo' || stopped.why === 'cancelled'
        ? window.showInformationMessage
        : window.showErrorMessage;
    void show(plainMessage(text));
  }
}

function stoppedText(stopped: Stopped): string | undefined {
  switch (stopped.why) {
    case 'nothingToDo':
      return stopped.draft.plan.impossible.length > 0
        ? l10n.t('Nothing was sent: the server did not list these sessions, or their ids are not UUIDs.')
        : l10n.t('Nothing was sent: none of these sessions is active.');
    case 'declined':
    case 'declinedNew':
      return undefined;
    case 'cancelled':
      return l10n.t('Cancelled. Nothing was sent.');
    case 'locked':
      return l10n.t('Nothing was sent, because the connection is locked. Unlock it and try again.');
    case 'notRead':
      return l10n.t('Nothing was sent, because the sessions could not be read: {0}', failureText(stopped.failure));
    case 'noEvidence':
      return l10n.t('Nothing was sent, because the evidence was not kept. {0}', errorText(stopped.error));
    case 'noAudit':
      return l10n.t('Nothing was sent, because the audit log was not written. {0}', errorText(stopped.error));
  }
}

function errorText(error: unknown): string {
  return error instanceof KratosError
    ? failureText(error.failure)
    : visibleText(error instanceof Error ? error.message : String(error));
}

function nameOf(identity: Identity, connection: Connection): string {
  const name = identityName(identity, labelTraitsOf(connection, readLabelTraits()));
  return visibleText(identityIdentifier(identity, name) ?? name, rowTextLimit);
}

function plannedConnection(connection: Connection, serverVersion: string | undefined): PlannedConnection {
  const environment =
    connection.kind === 'configured'
      ? (connection.environment?.name ?? (connection.production ? 'production' : undefined))
      : undefined;
  return { name: connection.name, origin: originOf(connection), environment, serverVersion };
}

/** The path belongs to it: behind a gateway it may choose the server. The demo's has another port in each window. */
function originOf(connection: Connection): string {
  return connection.kind === 'configured'
    ? serverOrigin(connection.server) + connection.server.base.pathname.replace(/\/+$/, '')
    : connection.kind;
}

function isOnOryNetwork(connection: Connection): boolean {
  return connection.kind === 'configured' && isOryNetwork(connection.server);
}

function planUri({ connection, identity }: Pick<Subject, 'connection' | 'identity'>): Uri {
  return reportUri(connection.id, l10n.t('Plan for {0}', identity), 'txt');
}

/** Returns the column in which a document is shown, so that it is not opened a second time. */
function columnOf(uri: string): ViewColumn {
  return (
    window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri)?.viewColumn ?? ViewColumn.Beside
  );
}
