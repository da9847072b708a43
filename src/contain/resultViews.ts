import { hostname } from 'node:os';
import { env, l10n, window } from 'vscode';
import { columnOfReport, type ReportDocuments, showMarkdown } from '../check/reportDocuments.ts';
import type { Connection } from '../connections/connection.ts';
import type { Connections, Servers, Unlocking } from '../connections/connections.ts';
import { type Action, concernsSessions } from '../core/containment/action.ts';
import { checkAgain, checkIntent, type Draft, draftOfFailed, type Finished } from '../core/containment/contain.ts';
import type { CheckPorts } from '../core/containment/ports.ts';
import { canTryAgain } from '../core/containment/result.ts';
import { type Clock, systemClock } from '../core/http/clock.ts';
import { plainMessage } from '../platform/notifications.ts';
import { showDone, withStatusProgress } from '../platform/statusMessages.ts';
import { userName } from '../platform/userName.ts';
import { stepText } from '../text/actionText.ts';
import { locale } from '../text/counts.ts';
import { loadDeviceNames } from '../text/deviceName.ts';
import { outcomeSentence, outcomeText, type ShownOutcome } from '../text/outcomeText.ts';
import { shortText, statusBarText } from '../text/visibleText.ts';
import { type CancellableProgress, cancellable } from './cancellableProgress.ts';
import { containmentServer } from './containmentServer.ts';
import type { Records } from './records.ts';
import { isOnOryNetwork, resultsUri, type Subject } from './subject.ts';

export interface ResultParts {
  readonly connections: Connections & Servers & Unlocking;
  readonly documents: ReportDocuments;
  readonly records: (connection: Connection) => Promise<Pick<Records, 'evidence' | 'audit'>>;
  /** Name and version of the extension. */
  readonly tool: string;
  /** Reports an error of work that continues after the end of a command. */
  readonly failed: (error: unknown) => unknown;
  readonly clock?: Clock;
}

/** What can be done with results. */
interface NextSteps {
  readonly retry: (() => Promise<void>) | undefined;
  readonly check: () => Promise<void>;
}

const untilSecondCheck = 3 * 60_000;

/** Shows the results of actions, and checks them again on request. */
export class ResultViews {
  readonly #parts: ResultParts;

  constructor(parts: ResultParts) {
    this.#parts = parts;
  }

  /**
   * Shows the results, and offers `retry` for what failed. A recovery is shown elsewhere, and must not be kept here.
   */
  async show(
    finished: Finished & { readonly recovery: undefined },
    subject: Subject,
    retry: (draft: Draft) => Promise<void>,
  ): Promise<void> {
    const { draft, intent, evidence, results, unrecorded, error } = finished;
    const { targets: rows, impossible } = draft.plan;
    await this.#show(
      { intent, results, evidence, unrecorded, error, rows, impossible, identity: subject.identity, at: new Date() },
      subject,
      {
        retry: results.some(canTryAgain) ? () => retry(draftOfFailed(finished)) : undefined,
        check: () =>
          this.#checking(subject, intent.action, async (ports) => {
            await this.show({ ...finished, ...(await checkAgain(finished, ports)) }, subject, retry);
          }),
      },
    );
  }

  /** Checks an action that was not verified, and shows the results. */
  check(intent: Finished['intent'], subject: Subject): Promise<void> {
    return this.#checking(subject, intent.action, async (ports) => {
      const checked = await checkIntent(intent, ports);
      const { identity } = subject;
      await this.#show(
        { ...checked, intent, identity, rows: [], impossible: [], evidence: undefined, at: new Date() },
        subject,
        { retry: undefined, check: () => this.check(intent, subject) },
      );
    });
  }

  /** Returns what checks and records results, with its steps in `progress`. */
  async checkPorts(
    { connection, server }: Subject,
    action: Action,
    progress: CancellableProgress,
  ): Promise<CheckPorts> {
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
        reason: connections.unlockOf(connection.id)?.reason,
      },
      now: () => new Date(),
      serverDateOffset: reached.serverDateOffset,
      onProgress: (step) => progress.report(stepText(action, step)),
    };
  }

  async #checking(subject: Subject, action: Action, check: (ports: CheckPorts) => Promise<void>): Promise<void> {
    const { connection, server, identity } = subject;
    if (this.#parts.connections.server(connection.id) !== server) {
      const name = shortText(connection.name);
      throw new Error(
        concernsSessions(action)
          ? l10n.t(
              '“{0}” was changed meanwhile, so its sessions were not checked again. Look them up on their server.',
              name,
            )
          : l10n.t(
              '“{0}” was changed meanwhile, so the identity was not checked again. Look it up on its server.',
              name,
            ),
      );
    }
    await loadDeviceNames();
    const title = concernsSessions(action)
      ? l10n.t('Checking sessions of {0}', identity)
      : l10n.t('Checking {0}', identity);
    await cancellable(title, server, async (progress) => check(await this.checkPorts(subject, action, progress)));
  }

  /** Shows the results, and what can be done next in a message, for which it does not wait. */
  async #show(outcome: ShownOutcome, subject: Subject, next: NextSteps): Promise<void> {
    const { documents, failed } = this.#parts;
    const uri = resultsUri(subject);
    const text = outcomeText(outcome);
    documents.write(uri, text);
    // In the place of the plan, so that the page or editor that the command came from stays in sight.
    await showMarkdown(uri, columnOfReport());
    this.#offer(outcome, subject, { text, ...next }).catch(failed);
  }

  async #offer(
    outcome: ShownOutcome,
    subject: Subject,
    { text, retry, check }: NextSteps & { readonly text: string },
  ): Promise<void> {
    const again = l10n.t('Try Failed Again');
    const later = l10n.t('Check Again in 3 Minutes');
    const copy = l10n.t('Copy as Markdown');
    const isEnded = !outcome.results.some(canTryAgain);
    const show = isEnded ? window.showInformationMessage : window.showWarningMessage;
    // Only sessions have an edge that may accept them for longer.
    const hasEdge = outcome.intent.action.kind === 'revokeSessions' && isOnOryNetwork(subject.connection);
    const buttons = [...(retry === undefined ? [] : [again]), ...(hasEdge ? [later] : []), copy];
    const chosen = await show(plainMessage(outcomeSentence(outcome)), ...buttons);
    if (chosen === again) {
      await retry?.();
    } else if (chosen === later) {
      this.#checkLater(subject, check);
    } else if (chosen === copy) {
      await env.clipboard.writeText(text);
      showDone(l10n.t('Copied the results'));
    }
  }

  /** Calls `check` in three minutes, and says so in the status bar. The end of the window prevents it. */
  #checkLater({ identity }: Subject, check: NextSteps['check']): void {
    const { documents, failed, clock = systemClock } = this.#parts;
    const waiting = Promise.withResolvers<void>();
    const prevent = clock.after(untilSecondCheck, () => {
      waiting.resolve();
      check().catch(failed);
    });
    documents.ended.addEventListener('abort', () => {
      prevent();
      waiting.resolve();
    });
    const at = new Date(Date.now() + untilSecondCheck).toLocaleTimeString(locale(), { timeStyle: 'short' });
    const title = l10n.t('Sessions of {0} are checked again at {1}', statusBarText(identity), at);
    void withStatusProgress(title, waiting.promise);
  }
}
