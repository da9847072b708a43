import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/ui/**/*.story.ts'],
    tags: [{ name: 'main', description: 'The main job, from a first connection and a log line to ended sessions.' }],
    globalSetup: ['test/ui/globalSetup.ts'],
    // Two workbenches at a time took about as long as one after the other on two processors, and lost clicks and keys.
    fileParallelism: false,
    // All windows are opened in one browser, which keeps VS Code's files in its cache.
    isolate: false,
    // More than a window's reload (45 s to load, 45 s for its extensions) with what the story does besides.
    testTimeout: 150_000,
    // More than the parts of a start together: installing the extension, the server, the browser (30 s), then as a reload.
    hookTimeout: 180_000,
    expect: { poll: { timeout: 30_000, interval: 50 } },
  },
});
