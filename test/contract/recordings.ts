import { readFileSync } from 'node:fs';
import type { ProfileName } from '../../src/demo/profile.ts';

export interface Exchange {
  readonly note: string;
  readonly request: { readonly method: string; readonly path: string; readonly body?: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Text where the answer was no JSON. */
    readonly body: unknown;
  };
}

const files: Readonly<Record<ProfileName, string>> = {
  'v1.3.1': 'kratos-v1.3.1.json',
  'v26.2.0': 'kratos-v26.2.0.json',
  head: 'kratos-head-2026-07-29.json',
};

/** What a server of that version answered, in the order in which it was asked. */
export function recorded(profile: ProfileName): readonly Exchange[] {
  const text = readFileSync(new URL(`recordings/${files[profile]}`, import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly exchanges: readonly Exchange[] }).exchanges;
}
