import * as z from 'zod/mini';
import type { PanelModel } from './sessionModel.ts';

/** Longer than a table of 20,000 rows with 3,000 characters each. No single value is longer: the JSON has `copyJson`. */
const longestCopy = 64 * 1024 * 1024;

/** What a session's details send, on a page of their own and beside a table. */
export const sessionMessages = [
  /** Requests `show`. Sent when the page is loaded, also after it was hidden. */
  z.strictObject({ type: z.literal('ready') }),
  /** The user is in the page: commands without a target act on it. Sent when it gets the focus. */
  z.strictObject({ type: z.literal('focus') }),
  /** Copies `text`; the host confirms with `copied` and the same `button`. */
  z.strictObject({
    type: z.literal('copyText'),
    text: z.string().check(z.maxLength(longestCopy)),
    button: z.string().check(z.maxLength(200)),
  }),
  /** Runs the copy command; the host confirms with `copied` and the type as `button`, unless the command failed. */
  z.strictObject({ type: z.literal('copyJson') }),
  z.strictObject({ type: z.literal('copyId') }),
  z.strictObject({ type: z.literal('openJson') }),
  z.strictObject({ type: z.literal('refresh') }),
  z.strictObject({ type: z.literal('cancel') }),
  z.strictObject({ type: z.literal('showIdentity') }),
  z.strictObject({ type: z.literal('otherSessions') }),
  z.strictObject({ type: z.literal('showLog') }),
  /** Ends the unlock of the page's connection. */
  z.strictObject({ type: z.literal('lockNow') }),
  z.strictObject({ type: z.literal('editConnections') }),
  /** Requests the connection's secrets from the user, then reads the session. */
  z.strictObject({ type: z.literal('enterSecrets') }),
] as const;

export const panelMessage = z.discriminatedUnion('type', sessionMessages);

export type PanelMessage = z.infer<typeof panelMessage>;

/** How long the page's connection remains unlocked, with the label of what locks it. */
export interface UnlockMessage {
  readonly type: 'timeLeft';
  /** "Unlocked, 14 min left"; undefined while it is locked. */
  readonly text: string | undefined;
  readonly lockNow: string;
  /** Announced to screen readers when the unlock has ended. */
  readonly locked: string;
}

/** A message from the extension to the webview. */
export type HostMessage =
  | UnlockMessage
  /** Shows the session: on its own page, or beside the table. */
  | { readonly type: 'show'; readonly model: PanelModel }
  | { readonly type: 'copied'; readonly button: string };
