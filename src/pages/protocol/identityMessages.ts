import * as z from 'zod/mini';
import { type IdentityPageModel, type OriginModel, safetySteps } from './identityModel.ts';
import { type TableHostMessage, tableMessages } from './tableMessages.ts';

export const identityMessage = z.discriminatedUnion('type', [
  ...tableMessages,
  z.strictObject({ type: z.literal('readAll') }),
  z.strictObject({ type: z.literal('clearFilter') }),
  z.strictObject({ type: z.literal('openIdentityJson') }),
  z.strictObject({ type: z.literal('copyIdentityJson') }),
  z.strictObject({ type: z.literal('copyIdentityId') }),
  /** Asks which origins are kept, and revokes all other sessions. */
  z.strictObject({ type: z.literal('revokeAllBut') }),
  /** Runs the command of a step that leads back to a safe account. */
  z.strictObject({ type: z.literal('runStep'), step: z.enum(safetySteps) }),
  z.strictObject({ type: z.literal('unlock') }),
  /** Notes what the owner said of an origin; undefined takes it back. */
  z.strictObject({
    type: z.literal('recognise'),
    origin: z.string().check(z.maxLength(1000)),
    isRecognised: z.optional(z.boolean()),
  }),
  z.strictObject({ type: z.literal('copyQuestion'), origin: z.string().check(z.maxLength(1000)) }),
  /** Shows the sessions of one network among the recent sessions of all identities. */
  z.strictObject({ type: z.literal('findNetwork'), network: z.string().check(z.maxLength(100)) }),
]);

export type IdentityMessage = z.infer<typeof identityMessage>;

export type IdentityHostMessage =
  | TableHostMessage
  | { readonly type: 'page'; readonly model: IdentityPageModel }
  /** A part of the origins, from the index `at` of all, whose number is `of`. */
  | { readonly type: 'origins'; readonly origins: readonly OriginModel[]; readonly at: number; readonly of: number }
  /** Selects a row, as soon as it is there. */
  | { readonly type: 'selectRow'; readonly id: string };
