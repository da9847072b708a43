import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/contract/**/*.test.ts'],
    isolate: false,
    // One less than the processors by default, which is one on the machines of most runs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // On another server, identities of the writing tests would appear in lists that other tests read.
    fileParallelism: process.env.KRATOS_ALLOW_WRITES !== '1',
    testTimeout: 30_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
