import * as z from 'zod/mini';
import type { IdentityPageModel, OriginModel } from './identityModel.ts';
import { sessionMessages } from './sessionMessages.ts';
import type { PanelModel } from './sessionModel.ts';
import type { SessionRow } from './sessionRow.ts';

const longestId = 100;
const mostIds = 20_000;

const sessionId = z.string().check(z.maxLength(longestId));
const sessionIds = z.readonly(z.array(sessionId).check(z.maxLength(mostIds)));

/** The commands that the page runs on sessions: those of the tree's rows. */
export const sessionActions = [
  'open',
  'openToSide',
  'openJson',
  'copyJson',
  'copyId',
  'compare',
  'save',
  'showInTree',
] as const;

const messages = [
  ...sessionMessages,
  /** The selected rows; `current` is the one whose details are shown. */
  z.strictObject({ type: z.literal('select'), ids: sessionIds, current: z.optional(sessionId) }),
  z.strictObject({ type: z.literal('run'), action: z.enum(sessionActions), ids: sessionIds }),
  z.strictObject({ type: z.literal('refreshPage') }),
  z.strictObject({ type: z.literal('cancelPage') }),
  z.strictObject({ type: z.literal('readAll') }),
  z.strictObject({ type: z.literal('clearFilter') }),
  z.strictObject({ type: z.literal('openIdentityJson') }),
  z.strictObject({ type: z.literal('copyIdentityJson') }),
  z.strictObject({ type: z.literal('copyIdentityId') }),
  /** Notes what the owner said of an origin; undefined takes it back. */
  z.strictObject({
    type: z.literal('recognise'),
    origin: z.string().check(z.maxLength(1000)),
    isRecognised: z.optional(z.boolean()),
  }),
  z.strictObject({ type: z.literal('copyQuestion'), origin: z.string().check(z.maxLength(1000)) }),
  /** Shows the sessions of one network among the recent sessions of all identities. */
  z.strictObject({ type: z.literal('findNetwork'), network: z.string().check(z.maxLength(100)) }),
] as const;

const identityMessage = z.discriminatedUnion('type', messages);

export type IdentityMessage = z.infer<typeof identityMessage>;

export type SessionAction = (typeof sessionActions)[number];

/** A message from the extension to the identity page. */
export type IdentityHostMessage =
  | { readonly type: 'page'; readonly model: IdentityPageModel }
  /** Rows that are new or changed, and ids that are gone. */
  | { readonly type: 'rows'; readonly rows: readonly SessionRow[]; readonly gone: readonly string[] }
  | { readonly type: 'origins'; readonly origins: readonly OriginModel[] }
  /** The session that is shown beside the table. */
  | { readonly type: 'show'; readonly model: PanelModel }
  /** Selects a row, as soon as it is there. */
  | { readonly type: 'selectRow'; readonly id: string }
  | { readonly type: 'copied'; readonly button: string };

export function parseIdentityMessage(received: unknown): IdentityMessage | undefined {
  const parsed = identityMessage.safeParse(received);
  return parsed.success ? parsed.data : undefined;
}

export type IdentityMessageHandlers = {
  readonly [Type in IdentityMessage['type']]: (message: Extract<IdentityMessage, { type: Type }>) => unknown;
};

export function handleIdentityMessage<Type extends IdentityMessage['type']>(
  handlers: IdentityMessageHandlers,
  message: Extract<IdentityMessage, { type: Type }>,
): unknown {
  const handle: (message: Extract<IdentityMessage, { type: Type }>) => unknown = handlers[message.type as Type];
  return handle(message);
}
