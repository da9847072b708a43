import { ProgressLocation, window } from 'vscode';
import { withWaits } from '../connections/waitingProgress.ts';
import { plainMessage } from '../platform/notifications.ts';
import type { Server } from '../server/openServer.ts';

/** A progress that is shown from `begin` to `end`, with the waits for the rate limit. */
export class CancellableProgress {
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

/** Runs `work` with a progress. Resolves to undefined when the user cancels it. */
export async function cancellable<T>(
  title: string,
  server: Pick<Server, 'waits'>,
  work: (progress: CancellableProgress) => Promise<T>,
): Promise<T | undefined> {
  const progress = new CancellableProgress(title, server);
  progress.begin();
  try {
    return await work(progress);
  } catch (error) {
    if (progress.signal.aborted) {
      return undefined;
    }
    throw error;
  } finally {
    progress.end();
  }
}
