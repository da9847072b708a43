import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { alias: { vscode: fileURLToPath(new URL('./vscodeStub.ts', import.meta.url)) } },
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    setupFiles: ['test/unit/setup.ts'],
    include: ['test/unit/**/*.test.ts'],
    testTimeout: 20_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
