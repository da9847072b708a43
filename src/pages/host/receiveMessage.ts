import type { ZodMiniType } from 'zod/mini';
import { type Log, logError } from '../../platform/log.ts';

interface Message {
  readonly type: string;
}

/** A handler for each type of message. */
export type MessageHandlers<Received extends Message> = {
  readonly [Type in Received['type']]: (message: Extract<Received, { readonly type: Type }>) => unknown;
};

export interface Receiver<Received extends Message> {
  /** For the log: "session page". */
  readonly page: string;
  readonly schema: ZodMiniType<Received>;
  readonly handlers: MessageHandlers<Received>;
  readonly log: Log;
}

/** Handles a message of a page. Logs one that is unknown, and an error of its handler. */
export async function receiveMessage<Received extends Message>(
  received: unknown,
  { page, schema, handlers, log }: Receiver<Received>,
): Promise<void> {
  const { success, data } = schema.safeParse(received);
  if (!success) {
    log.warn(`The ${page} sent an unknown message.`);
    return;
  }
  const handle = handlers[data.type as Received['type']] as (message: Received) => unknown;
  try {
    await handle(data);
  } catch (error) {
    logError(log, error);
  }
}
