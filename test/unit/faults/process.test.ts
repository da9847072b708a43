import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { faultList } from './faultList.ts';

/** Some fifteen seconds' work. */
const limitMs = 60_000;

/** Where zod keeps what its copies share: its own names, which nothing else reads. */
const zods = ['globalThis.__zod_globalConfig', 'globalThis.__zod_globalRegistry'];

test(
  'the process is unchanged after every fault and ends: no socket, timer or new global is left',
  async () => {
    const script = fileURLToPath(new URL('allFaults.ts', import.meta.url));
    // What waits for something would be killed at the time limit, and that is an error here.
    const { stdout } = await promisify(execFile)(process.execPath, [script], { timeout: limitMs });
    const { caused, changed, left } = JSON.parse(stdout) as Record<'caused' | 'changed' | 'left', string[]>;
    expect(changed.filter((name) => !zods.includes(name))).toEqual([]);
    expect(left).toEqual([]);
    expect(caused).toEqual(faultList.map(({ name, failure }) => `${name}: ${failure.kind}`));
  },
  limitMs + 5000,
);
