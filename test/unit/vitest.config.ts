import { globSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('../..', import.meta.url));
const files = globSync('test/unit/**/*.test.ts', { cwd: root });
const replacing = files.filter((file) => readFileSync(path.join(root, file), 'utf8').includes('vi.mock('));

export default defineConfig({
  resolve: { alias: { vscode: fileURLToPath(new URL('./vscodeStub.ts', import.meta.url)) } },
  test: {
    root,
    setupFiles: ['test/unit/setup.ts'],
    // One less than the processors by default, which is one on the machines of most runs.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A hang; a busy machine takes ten times as long as a quiet one.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    projects: [
      // Modules that a test replaces are replaced for its file alone. All other files share what a worker has loaded,
      // which takes half of the processor's time.
      { extends: true, test: { name: 'replacing', include: replacing } },
      {
        extends: true,
        test: { name: 'sharing', include: files.filter((file) => !replacing.includes(file)), isolate: false },
      },
    ],
  },
});
