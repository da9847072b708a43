import { type Origin, type OriginsInput, originsInSteps } from '../../../src/core/origins/origins.ts';
import type { SourceSession } from '../../../src/core/origins/sessionFacts.ts';
import { runSteps } from '../../origins/runSteps.ts';

export const agents = {
  chromeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  firefoxLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  safariIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
} as const;

export interface SignIn {
  readonly id?: string;
  /** RFC 3339, or what is sent in its place; null where there is none. */
  readonly at?: string | null;
  /** null for a session without devices. */
  readonly ip?: string | null;
  readonly agent?: string | undefined;
  readonly location?: string;
  readonly aal?: string;
  /** "password", "oidc github"; an empty list where the server holds none. */
  readonly methods?: readonly string[];
}

let made = 0;

function nextId(): string {
  made += 1;
  return `session-${made}`;
}

/** A session as it begins at home in Berlin, by default. */
export function signIn({
  id = nextId(),
  at = '2026-03-04T08:00:00Z',
  ip = '203.0.113.7',
  agent = agents.chromeWindows,
  location = 'Berlin, DE',
  aal = 'aal1',
  methods = ['password'],
}: SignIn = {}): SourceSession {
  return {
    id,
    issuedAt: at ?? undefined,
    aal,
    methods: methods.map((text) => {
      const [method = '', provider] = text.split(' ');
      return { method, provider, aal: 'aal1', completedAt: undefined, organization: undefined };
    }),
    devices: ip === null ? [] : [{ ipAddress: ip, userAgent: agent, location }],
  };
}

/** Returns `count` sessions on successive days from 4 March 2026. */
export function days(count: number, session: SignIn = {}, from = 4): SourceSession[] {
  return Array.from({ length: count }, (_, day) =>
    signIn({ at: new Date(Date.UTC(2026, 2, from + day, 8)).toISOString(), ...session }),
  );
}

export function origins(sessions: readonly SourceSession[], input: Omit<OriginsInput, 'sessions'> = {}): Origin[] {
  return runSteps(originsInSteps({ sessions, ...input }));
}

/** Returns the ids of each origin's sessions, sorted, so that two groupings can be compared. */
export function grouping(found: readonly Origin[]): string[][] {
  return found.map(({ sessions }) => sessions.map(({ id }) => id).sort());
}
