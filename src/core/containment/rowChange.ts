import type { WritePermit } from '../http/transport.ts';
import { identityDetails } from '../kratos/identityDetails.ts';
import { exactText } from '../kratos/json/exactJson.ts';
import { momentOf } from '../kratos/moments.ts';
import type { Recovery } from '../kratos/writes.ts';
import type { Action } from './action.ts';
import type { PlanRow } from './plan.ts';
import type { ContainmentServer } from './ports.ts';
import type { Sent } from './result.ts';

interface SendOptions {
  readonly permit: WritePermit;
  readonly signal?: AbortSignal | undefined;
}

/** How an action changes one row of its plan, and how the change is verified. Both reject with KratosError. */
export interface RowChange {
  /** Sends one request. Resolves to the recovery that it created, if any. */
  send(row: PlanRow, options: SendOptions): Promise<Recovery | undefined>;
  /** Reads the row again. `sent` is undefined before the request. */
  readState(row: PlanRow, sent: Sent | undefined, signal?: AbortSignal): Promise<'done' | 'open'>;
}

export function rowChangeOf(server: ContainmentServer, action: Action): RowChange {
  switch (action.kind) {
    case 'revokeSessions':
      return {
        send: async ({ id }, options) => void (await server.revokeSession(id, options)),
        readState: async ({ id }, _sent, signal) => ((await server.isSessionActive(id, signal)) ? 'open' : 'done'),
      };
    case 'extendSession':
      return {
        send: async ({ id }, options) => void (await server.extendSession(id, options)),
        async readState({ id, expires }, _sent, signal) {
          const now = momentOf((await server.session(id, signal)).expiresAt);
          const before = momentOf(expires);
          return now !== undefined && before !== undefined && now > before ? 'done' : 'open';
        },
      };
    case 'setState':
      return {
        send: async ({ id }, options) => void (await server.setIdentityState(id, action.state, options)),
        readState: async ({ id }, _sent, signal) =>
          (await server.identity(id, signal)).state === action.state ? 'done' : 'open',
      };
    case 'removeCredential': {
      const { type, identifier } = action;
      return {
        send: async ({ id }, options) => void (await server.removeCredential(id, type, { ...options, identifier })),
        async readState({ id }, _sent, signal) {
          const identity: unknown = JSON.parse(exactText((await server.identity(id, signal)).json));
          const { credentials } = identityDetails(identity, undefined);
          const isThere = credentials.some(
            (one) => one.type === type && (identifier === undefined || one.identifiers.includes(identifier)),
          );
          return isThere ? 'open' : 'done';
        },
      };
    }
    case 'createRecovery':
      return {
        send: ({ id }, options) =>
          action.by === 'code' ? server.createRecoveryCode(id, options) : server.createRecoveryLink(id, options),
        async readState({ id }, sent, signal) {
          if (sent === undefined) {
            await server.identity(id, signal);
          }
          // The response is the code or link itself. The server lists neither.
          return sent?.kind === 'accepted' ? 'done' : 'open';
        },
      };
  }
}
