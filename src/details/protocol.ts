import * as z from 'zod/mini';
import type { PanelModel } from './panelModel.ts';

/** Kratos takes no request longer than 5 MiB, so that no value is; the JSON goes by `copyJson`. */
const longestCopy = 5 * 1024 * 1024;

const messages = [
  /** The panel is drawn and listens: the answer is `show`. Sent again after each time it was hidden. */
  z.strictObject({ type: z.literal('ready') }),
  /** Puts `text` on the clipboard; the answer is `copied` with the same `button`. */
  z.strictObject({
    type: z.literal('copyText'),
    text: z.string().check(z.maxLength(longestCopy)),
    button: z.string().check(z.maxLength(200)),
  }),
  /** Copied by its command; the answer is `copied` with the type as button, unless that failed and said so. */
  z.strictObject({ type: z.literal('copyJson') }),
  z.strictObject({ type: z.literal('copyId') }),
  z.strictObject({ type: z.literal('openJson') }),
  z.strictObject({ type: z.literal('refresh') }),
  /** Gives up the reading that is under way. */
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('showIdentity') }),
  z.strictObject({ type: z.literal('otherSessions') }),
  z.strictObject({ type: z.literal('showLog') }),
  z.strictObject({ type: z.literal('editConnections') }),
  /** Asks for the keys and passwords of the session's connection, then reads the session. */
  z.strictObject({ type: z.literal('enterSecrets') }),
] as const;

const panelMessage = z.discriminatedUnion('type', messages);

/** From the panel's browser half to its host. */
export type PanelMessage = z.infer<typeof panelMessage>;

/** From the host to the browser half. */
export type HostMessage =
  | { readonly type: 'show'; readonly model: PanelModel }
  | { readonly type: 'copied'; readonly button: string };

/** One handler for each message: a missing or an unknown one does not compile. */
export type PanelMessageHandlers = {
  readonly [Type in PanelMessage['type']]: (message: Extract<PanelMessage, { type: Type }>) => unknown;
};

/** What arrived, checked; undefined for anything that is no message of ours. */
export function parsePanelMessage(received: unknown): PanelMessage | undefined {
  const parsed = panelMessage.safeParse(received);
  return parsed.success ? parsed.data : undefined;
}

/** Calls the handler of `message` and hands back what it answers. */
export function handlePanelMessage<Type extends PanelMessage['type']>(
  handlers: PanelMessageHandlers,
  message: Extract<PanelMessage, { type: Type }>,
): unknown {
  const handle: (message: Extract<PanelMessage, { type: Type }>) => unknown = handlers[message.type as Type];
  return handle(message);
}
