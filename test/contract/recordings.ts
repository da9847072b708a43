import { readFileSync } from 'node:fs';
import type { ProfileName } from '../../src/demo/profile.ts';

export interface Exchange {
  readonly note: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly body?: unknown;
    /** The admin API by default. */
    readonly api?: 'admin' | 'public';
  };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Text if the response was not JSON. */
    readonly body: unknown;
  };
}

/** The names of the recordings' files. */
const versions: Readonly<Record<ProfileName, string>> = {
  'v1.3.1': 'v1.3.1',
  'v26.2.0': 'v26.2.0',
  head: 'head-2026-07-29',
};

/**
 * Returns the exchanges with a server of that version: reads of a server with 30 identities ("kratos"), or the
 * investigation and containment of real logins on a server with three ("contain").
 */
export function recorded(profile: ProfileName, what: 'kratos' | 'contain' = 'kratos'): readonly Exchange[] {
  const text = readFileSync(new URL(`recordings/${what}-${versions[profile]}.json`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly exchanges: readonly Exchange[] }).exchanges;
}
