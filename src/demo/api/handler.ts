import type { DemoData } from '../data/demoData.ts';
import type { Profile } from '../profile.ts';
import type { Query } from '../query.ts';
import type { DemoResponse } from '../responses.ts';
import type { Micros } from '../time.ts';

/** Settings of Kratos and differences from all its versions, for tests. */
export interface Quirks {
  /** The number of the first page of an identity's sessions: 1 in every version so far, 0 once that bug is fixed. */
  readonly countsPagesFrom: 0 | 1;
  /** Whether responses have X-Total-Count. */
  readonly totalCount: boolean;
  /** session.earliest_possible_extend: how long before its expiry a session can be extended. */
  readonly earliestPossibleExtend: Micros;
  /**
   * feature_flags.faster_session_extend: extending a session responds 204 without a body, as in new Network projects.
   */
  readonly fasterSessionExtend: boolean;
  /** selfservice.methods: what the project can create for the recovery of an account. */
  readonly recoveryMethods: readonly ('code' | 'link')[];
}

export interface DemoBackend {
  readonly profile: Profile;
  readonly data: DemoData;
  readonly quirks: Quirks;
  now(): Micros;
}

interface DemoCall {
  readonly method: string;
  /** With /admin, without the query. */
  readonly path: string;
  readonly query: Query;
  /** The variable parts of the path. */
  readonly params: readonly string[];
  readonly body: string;
}

export type DemoHandler = (call: DemoCall, server: DemoBackend) => DemoResponse | Promise<DemoResponse>;

/** Returns X-Total-Count, unless the quirks omit it. */
export function totalCount(total: number, server: DemoBackend): Record<string, string> {
  return server.quirks.totalCount ? { 'X-Total-Count': String(total) } : {};
}
