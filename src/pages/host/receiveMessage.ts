import { type Log, logError } from '../../platform/log.ts';
import { handleMessage, type MessageHandlers } from '../protocol/sessionMessages.ts';

export interface Receiver<Message extends { readonly type: string }> {
  /** For the log: "session page". */
  readonly page: string;
  /** Returns undefined for an unknown message. */
  readonly parse: (received: unknown) => Message | undefined;
  readonly handlers: MessageHandlers<Message>;
  readonly log: Log;
}

/** Handles a message of a page. Logs one that is unknown, and an error of its handler. */
export async function receiveMessage<Message extends { readonly type: string }>(
  received: unknown,
  { page, parse, handlers, log }: Receiver<Message>,
): Promise<void> {
  const message = parse(received);
  if (message === undefined) {
    log.warn(`The ${page} sent an unknown message.`);
    return;
  }
  try {
    await handleMessage(handlers, message);
  } catch (error) {
    logError(log, error);
  }
}
