import { commands, l10n, window } from 'vscode';
import { columnOfReport } from '../check/reportDocuments.ts';
import { commandIds } from '../commands/ids.ts';
import { validConnections } from '../connections/connections.ts';
import type { IdentityRef } from '../connections/refs.ts';
import { type Action, concernsSessions, type IdentityAction, type SessionAction } from '../core/containment/action.ts';
import { contain, type Draft, type Finished } from '../core/containment/contain.ts';
import { planForIdentity, planForSessions, type Selection } from '../core/containment/plan.ts';
import { canTryAgain } from '../core/containment/result.ts';
import { detailsOfIdentity } from '../core/kratos/detailsOfIdentity.ts';
import { failureOf } from '../core/kratos/failure.ts';
import type { Credential } from '../core/kratos/identityDetails.ts';
import type { IpDatabases } from '../ipDatabases/ipDatabases.ts';
import { markStep } from '../pages/host/identity/completedSteps.ts';
import type { SafetyStep } from '../pages/protocol/identityModel.ts';
import { plainMessage } from '../platform/notifications.ts';
import type { Server } from '../server/openServer.ts';
import { partText, progressTitle } from '../text/actionText.ts';
import { loadDeviceNames } from '../text/deviceName.ts';
import { shortId } from '../text/identityName.ts';
import { stoppedText } from '../text/outcomeText.ts';
import type { PlanSubject } from '../text/planQuestion.ts';
import { planText } from '../text/planText.ts';
import { shortText, visibleText } from '../text/visibleText.ts';
import { CancellableProgress, cancellable } from './cancellableProgress.ts';
import { askAboutNewSessions, confirmPlan } from './confirmPlan.ts';
import { containmentServer } from './containmentServer.ts';
import { type IdentitySessions, readForPlan } from './readSessions.ts';
import { type ResultParts, ResultViews } from './resultViews.ts';
import { showRecovery } from './showRecovery.ts';
import { isOnOryNetwork, nameOf, originOf, plannedConnection, planUri, type Subject } from './subject.ts';

export interface RunnerParts extends ResultParts {
  readonly ipDatabases: IpDatabases;
}

/** Chooses the sessions of a plan. Undefined: the user cancelled. */
export type Select = (read: IdentitySessions, identity: string) => Promise<Selection | undefined>;

/** An identity that was read for a plan. */
export interface ReadIdentity {
  /** "ada@example.org". */
  readonly name: string;
  readonly credentials: readonly Credential[];
}

/** Chooses what is done to an identity. Undefined: the user cancelled. */
export type Choose = (read: ReadIdentity) => Promise<IdentityAction | undefined>;

type Reached = Pick<Subject, 'connection' | 'server'>;

/** What a plan is shown with. */
interface Planned extends Draft {
  readonly subject: Subject;
  readonly credentials: readonly Credential[];
}

/** Up to this many sessions are read again one by one; for more, the list is read again. */
const fewSessions = 20;

/** Carries out actions on one identity or its sessions at a time, from the plan to the results. */
export class ActionRunner {
  readonly #parts: RunnerParts;
  readonly #results: ResultViews;

  constructor(parts: RunnerParts) {
    this.#parts = parts;
    this.#results = new ResultViews(parts);
  }

  /** Plans an action on sessions, asks, sends and shows the results. A locked connection has to be unlocked first. */
  async runOnSessions(ref: IdentityRef, action: SessionAction, select: Select): Promise<void> {
    const reached = await this.#reachUnlocked(ref.connectionId);
    const read = reached && (await this.#readSessions(ref, reached.server));
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
      action,
      selection,
      reading: read,
      connection: plannedConnection(connection, read.serverVersion),
      identity: read.identity,
      origins: read.origins,
    });
    const subject = { ...reached, ref, identity };
    await this.#carryOut({ plan, sessions: read.sessions, subject, credentials: [] });
  }

  /** Plans an action on the identity itself, asks, sends and shows the results, as `runOnSessions` does. */
  async runOnIdentity(ref: IdentityRef, choose: Choose): Promise<void> {
    const reached = await this.#reachUnlocked(ref.connectionId);
    const read = reached && (await this.#readIdentity(ref, reached.server));
    if (reached === undefined || read === undefined) {
      return;
    }
    const { connection } = reached;
    const { identity, serverVersion, readAt } = read;
    const name = nameOf(identity, connection);
    const { credentials } = detailsOfIdentity(identity, serverVersion);
    const action = await choose({ name, credentials });
    if (action === undefined) {
      return;
    }
    const plan = planForIdentity({
      action,
      connection: plannedConnection(connection, serverVersion),
      identity,
      readAt,
    });
    await this.#carryOut({ plan, sessions: [], subject: { ...reached, ref, identity: name }, credentials });
  }

  /** Checks an action that a closed window did not verify, and shows the results. */
  async checkUnfinished(intent: Finished['intent']): Promise<void> {
    const { name, origin } = intent.connection;
    const connection = validConnections(this.#parts.connections).find(
      (one) => one.name === name && originOf(one) === origin,
    );
    const reached = connection && this.#reach(connection.id);
    if (reached === undefined) {
      const text = l10n.t(
        'There is no connection “{0}” to {1}, so the changes begun there cannot be checked. Add it, then check again.',
        name,
        origin,
      );
      await window.showWarningMessage(plainMessage(visibleText(text)));
      return;
    }
    const ref = { connectionId: reached.connection.id, identityId: intent.identity };
    const known = this.#parts.connections.directory(ref.connectionId)?.knownIdentity(ref.identityId);
    const identity = known === undefined ? shortId(ref.identityId) : nameOf(known, reached.connection);
    await this.#results.check(intent, { ...reached, ref, identity });
  }

  /** Runs Unlock for a locked connection, which says why it cannot be unlocked. Undefined: it stays locked. */
  async #reachUnlocked(connectionId: string): Promise<Reached | undefined> {
    const { connections } = this.#parts;
    if (connections.unlockOf(connectionId) === undefined) {
      await commands.executeCommand(commandIds.unlockConnection, { connectionId });
    }
    return connections.unlockOf(connectionId) === undefined ? undefined : this.#reach(connectionId);
  }

  #reach(connectionId: string): Reached | undefined {
    const { connections } = this.#parts;
    const connection = connections.get(connectionId);
    const server = connections.server(connectionId);
    return connection && server && { connection, server };
  }

  async #readSessions(ref: IdentityRef, server: Server): Promise<IdentitySessions | undefined> {
    const { connections, ipDatabases } = this.#parts;
    return await cancellable(l10n.t('Reading sessions'), server, async (progress) => {
      await loadDeviceNames();
      return await readForPlan(ref, {
        ...containmentServer(server),
        connections,
        ipDatabases,
        signal: progress.signal,
        onRead: (count, total) => progress.report(partText(count, total)),
      });
    });
  }

  async #readIdentity({ connectionId, identityId }: IdentityRef, server: Server) {
    const directory = this.#parts.connections.directory(connectionId);
    return await cancellable(l10n.t('Reading the identity'), server, async ({ signal }) => {
      const [identity, serverVersion] = await Promise.all([
        containmentServer(server).server.identity(identityId, signal),
        directory?.serverVersion(signal).catch((error: unknown) => void failureOf(error)),
      ]);
      return { identity, serverVersion, readAt: new Date() };
    });
  }

  async #carryOut(planned: Planned): Promise<void> {
    const { connections, records } = this.#parts;
    const { subject, plan } = planned;
    const { connection, server, identity } = subject;
    if ((await this.#reachUnlocked(connection.id)) === undefined) {
      return;
    }
    // An edited connection is another object: its address, or what the user has to confirm, may differ.
    const isSame = () => connections.get(connection.id) === connection;
    if (!isSame()) {
      const name = shortText(connection.name);
      throw new Error(l10n.t('Nothing was sent, because “{0}” was changed meanwhile. Start again.', name));
    }
    const unlocks = await connections.unlocks();
    const { evidence } = await records(connection);
    const progress = new CancellableProgress(progressTitle(plan.action, identity), server);
    try {
      const outcome = await contain(planned, {
        ...(await this.#results.checkPorts(subject, plan.action, progress)),
        evidence,
        bulk: containmentServer(server).bulk,
        permit: () => (isSame() ? unlocks.permit(connection.id) : undefined),
        approve: async (approved) => {
          const isApproved = await this.#approve({ ...planned, plan: approved });
          if (isApproved) {
            progress.begin();
          }
          return isApproved;
        },
        // A new session matters only to an action that ends sessions.
        askAboutNew: async (newSessions) =>
          plan.action.kind === 'revokeSessions' ? askAboutNewSessions(newSessions) : 'keep',
        signal: progress.signal,
      });
      if (outcome.kind === 'stopped') {
        const text = stoppedText(outcome);
        if (text !== undefined) {
          const isFine = outcome.why === 'nothingToDo' || outcome.why === 'cancelled';
          const show = isFine ? window.showInformationMessage : window.showErrorMessage;
          void show(plainMessage(text));
        }
        return;
      }
      await this.#showFinished(outcome, planned, progress);
    } finally {
      progress.end();
    }
  }

  async #showFinished(outcome: Finished, planned: Planned, progress: CancellableProgress): Promise<void> {
    const { subject } = planned;
    if (outcome.recovery !== undefined) {
      progress.end();
      await showRecovery(outcome.recovery, subject.identity);
    }
    await this.#readAgain(outcome, subject);
    await this.#results.show({ ...outcome, recovery: undefined }, subject, (draft) =>
      this.#carryOut({ ...planned, ...draft }),
    );
  }

  async #approve({ plan, sessions, subject, credentials }: Planned): Promise<boolean> {
    const { connection } = subject;
    const shown: PlanSubject = {
      identity: subject.identity,
      read: sessions.length,
      credentials,
      isOryNetwork: isOnOryNetwork(connection),
      now: new Date(),
    };
    const uri = planUri(subject);
    this.#parts.documents.write(uri, planText(plan, shown));
    const viewColumn = columnOfReport();
    await window.showTextDocument(uri, { viewColumn, preview: true, preserveFocus: true });
    return await confirmPlan(plan, {
      subject: shown,
      isProduction: connection.kind === 'configured' && connection.production,
      review: () => window.showTextDocument(uri, { viewColumn, preview: true }),
    });
  }

  /** Reads what was changed again in the directory, so that all views show how it is now. A failure is shown in rows. */
  async #readAgain({ draft: { plan }, results }: Finished, { ref, server }: Subject): Promise<void> {
    const { connections } = this.#parts;
    const directory = connections.directory(ref.connectionId);
    // The connection may lead to another server by now, where nothing was done.
    if (directory === undefined || connections.server(ref.connectionId) !== server) {
      return;
    }
    const step = stepOf(plan.action);
    if (step !== undefined && !results.some(canTryAgain)) {
      markStep(directory, ref.identityId, step, new Date());
    }
    if (!concernsSessions(plan.action)) {
      await directory.readIdentity(ref.identityId).catch(failureOf);
    }
    const ids = concernsSessions(plan.action) ? plan.targets.map(({ id }) => id) : [];
    const list = directory.sessionsState(ref.identityId);
    // While an identity is disabled, its list calls all of its sessions inactive.
    const isOfAll = plan.action.kind === 'setState' || ids.length > fewSessions;
    if (isOfAll && list !== undefined && list.phase.kind !== 'idle') {
      await directory.sessionsOf(ref.identityId).refresh().catch(failureOf);
    } else {
      const known = ids.filter((id) => directory.knownSession(id) !== undefined);
      await Promise.all(known.map((id) => directory.readSession(id).catch(failureOf)));
    }
  }
}

/** Returns which of the steps to a safe account an action is; undefined for none of them. */
function stepOf(action: Action): SafetyStep | undefined {
  switch (action.kind) {
    case 'revokeSessions':
      return 'revoke';
    case 'extendSession':
      return undefined;
    case 'setState':
      return action.state === 'active' ? 'enable' : 'disable';
    case 'removeCredential':
      return 'removeCredential';
    case 'createRecovery':
      return 'createRecovery';
  }
}
