import type { SessionStatus } from '../../core/kratos/sessionStatus.ts';

/**
 * One session in a table or on a time axis: texts that are ready to be shown, and what it is sorted and filtered by.
 * Times are in milliseconds since the epoch; undefined means that the server has none.
 */
export interface SessionRow {
  readonly id: string;
  readonly identityId: string;
  /** The identity's name; undefined where the table is of one identity. */
  readonly identity: string | undefined;
  readonly state: SessionStatus['kind'] | 'unreadable';
  /** "Active", "Revoked or signed out". Of an unreadable row the problem. */
  readonly stateText: string;
  readonly signedInAt: number | undefined;
  readonly expiresAt: number | undefined;
  /** "Chrome 141 on Windows"; of the first device. */
  readonly device: string;
  /** "Berlin, DE" as the server or the user's database names it; of the first device. */
  readonly place: string | undefined;
  /** The two letters of the country, also from the user's database. */
  readonly country: string | undefined;
  /** "AS64500 Example Net", from the user's database. */
  readonly operator: string | undefined;
  /** All addresses, the first device's first. */
  readonly addresses: readonly string[];
  readonly userAgents: readonly string[];
  readonly methods: readonly MethodMark[];
  readonly aal: string | undefined;
  /** What a query finds of all devices, where that is more than the row shows. */
  readonly queried?: Readonly<Record<'devices' | 'places' | 'countries', readonly string[]>>;
}

/** A completed authentication method: "oidc" with provider "github". */
export interface MethodMark {
  readonly method: string;
  readonly provider: string | undefined;
  readonly completedAt: number | undefined;
}
