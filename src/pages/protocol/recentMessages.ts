import * as z from 'zod/mini';
import type { RecentPageModel } from './recentModel.ts';
import { type TableHostMessage, tableMessages } from './tableMessages.ts';

export const recentMessage = z.discriminatedUnion('type', [
  ...tableMessages,
  /** Reads one page of older sessions. */
  z.strictObject({ type: z.literal('readMore') }),
  /** Asks for a time, and reads all sessions since then. */
  z.strictObject({ type: z.literal('readBackTo') }),
  /** Repeats what failed. */
  z.strictObject({ type: z.literal('retryPage') }),
]);

export type RecentMessage = z.infer<typeof recentMessage>;

export type RecentHostMessage =
  | TableHostMessage
  | { readonly type: 'page'; readonly model: RecentPageModel }
  /** Puts a query into the box of the table. */
  | { readonly type: 'find'; readonly query: string };
