import * as z from 'zod/mini';
import { type HostMessage, sessionMessages } from './sessionMessages.ts';
import type { SessionRow } from './sessionRow.ts';

/** Of any length and number, as servers send them: with a refused selection, commands would run on an older one. */
const sessionIds = z.readonly(z.array(z.string()));

/** The commands that a table runs on sessions: those of the tree's rows. */
const rowActions = [
  'open',
  'openToSide',
  'openJson',
  'copyJson',
  'copyId',
  'compare',
  'save',
  'showInTree',
  'revokeOrigin',
] as const;

/** What a page with a table of sessions sends, and the details of a session beside it. */
export const tableMessages = [
  ...sessionMessages,
  /** The selected rows; `current` is the one whose details are shown. */
  z.strictObject({ type: z.literal('select'), ids: sessionIds, current: z.optional(z.string()) }),
  z.strictObject({ type: z.literal('run'), action: z.enum(rowActions), ids: sessionIds }),
  z.strictObject({ type: z.literal('refreshPage') }),
  z.strictObject({ type: z.literal('cancelPage') }),
] as const;

export type TableMessage = z.infer<(typeof tableMessages)[number]>;

export type RowAction = (typeof rowActions)[number];

export type TableHostMessage =
  | HostMessage
  /** Rows that are new or changed, and ids that are gone. */
  | { readonly type: 'rows'; readonly rows: readonly SessionRow[]; readonly gone: readonly string[] };
