import type { Answer } from '../answer.ts';
import type { DemoData } from '../data/demoData.ts';
import type { Profile } from '../profile.ts';
import type { Query } from '../query.ts';
import type { Micros } from '../time.ts';

/** Ways to be other than today's servers, and settings of Kratos, for tests alone. */
export interface Quirks {
  /** From what an identity's sessions count their pages: 1 as every server to date, 0 when that is mended. */
  readonly countsPagesFrom: 0 | 1;
  /** False: X-Total-Count is left out everywhere. */
  readonly totalCount: boolean;
  /** session.earliest_possible_extend: a session can be extended in this much time before its expiry. */
  readonly earliestPossibleExtend: Micros;
}

export interface Server {
  readonly profile: Profile;
  readonly data: DemoData;
  readonly quirks: Quirks;
  now(): Micros;
}

export interface Call {
  readonly method: string;
  /** As the Links repeat it: with /admin, without the query. */
  readonly path: string;
  readonly query: Query;
  /** The path's variable parts. */
  readonly params: readonly string[];
  readonly body: string;
}

export type Handler = (call: Call, server: Server) => Answer | Promise<Answer>;

/** X-Total-Count, unless the server is told to keep it. */
export function totalCount(total: number, server: Server): Record<string, string> {
  return server.quirks.totalCount ? { 'X-Total-Count': String(total) } : {};
}
