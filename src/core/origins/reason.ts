import type { DeviceFamily } from './deviceFamily.ts';
import type { Change } from './identityFacts.ts';

/** What a reason is about. Origins with most different kinds stand first. */
type ReasonKind = 'place' | 'device' | 'signIn' | 'change';

export const kindOfMark = {
  country: 'place',
  network: 'place',
  distance: 'place',
  burst: 'place',
  shared: 'place',
  tor: 'place',
  /** Counted with places: after a long pause, a new network is expected. */
  pause: 'place',
  device: 'device',
  client: 'device',
  recovery: 'signIn',
  assurance: 'signIn',
  method: 'signIn',
  backupCode: 'signIn',
  change: 'change',
} as const satisfies Record<string, ReasonKind>;

export type Mark = keyof typeof kindOfMark;

export const marks = Object.keys(kindOfMark) as Mark[];

/** The earlier sessions that a session was compared with. */
export interface Baseline {
  readonly sessions: number;
  /** When the oldest of them began, in milliseconds of the epoch. */
  readonly since: number;
}

/** How much of an incomplete list was compared; the total is undefined where the server gives none. */
export interface Loaded {
  readonly sessions: number;
  readonly total: number | undefined;
}

/** What was found, with the values that its sentence needs. Countries, devices and methods are most frequent first. */
export type Finding =
  | { readonly mark: 'country'; readonly country: string; readonly before: readonly string[] }
  | {
      readonly mark: 'network';
      readonly network: string;
      readonly operator: string | undefined;
      readonly before: number;
    }
  | {
      readonly mark: 'distance';
      readonly minutes: number;
      readonly isAfter: boolean;
      readonly country: string | undefined;
      /** Undefined without coordinates of both. */
      readonly kilometres: number | undefined;
    }
  | { readonly mark: 'burst'; readonly networks: number; readonly minutes: number }
  | { readonly mark: 'shared'; readonly identities: number; readonly scanned: number; readonly hours: number }
  | { readonly mark: 'tor' }
  | { readonly mark: 'device'; readonly device: DeviceFamily; readonly before: readonly DeviceFamily[] }
  | { readonly mark: 'client'; readonly client: string }
  | { readonly mark: 'recovery'; readonly method: string }
  | { readonly mark: 'assurance'; readonly reached: number | undefined; readonly secondFactors: readonly string[] }
  | { readonly mark: 'method'; readonly method: string }
  | { readonly mark: 'backupCode' }
  | { readonly mark: 'pause'; readonly days: number }
  | { readonly mark: 'change'; readonly what: Change; readonly minutes: number };

/** Whether a finding depends on which other sessions are known. */
export function comparesSessions({ mark }: Finding): boolean {
  return !['recovery', 'backupCode', 'change', 'tor', 'shared'].includes(mark);
}

/** Why an origin differs from the sessions before it. */
export interface Reason {
  readonly kind: ReasonKind;
  /** The session in which it was found. */
  readonly session: string;
  readonly finding: Finding;
  /** Undefined where nothing is compared. */
  readonly baseline: Baseline | undefined;
}

/** The result of a mark that gives no reason. */
export type Unmarked = 'usual' | 'tooLittleHistory' | 'noData';

export type Answer = Unmarked | 'marked';
