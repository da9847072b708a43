/** Bundles each integration test together with the code of src/, for VS Code to run. */
import { globSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { type BuildOptions, build } from 'rolldown';
import { at, root } from './project.ts';

const folder = 'out/test/integration';

/** Returns the path of the bundle whose run() runs all tests. */
export const bundledTests = `${folder}/index.cjs`;

export async function bundleTests(): Promise<void> {
  console.log('Bundling the integration tests.');
  await rm(at(folder), { recursive: true, force: true });
  const files = ['index.ts', ...globSync('**/*.itest.ts', { cwd: at('test/integration') })];
  await build(
    files.map(
      (file): BuildOptions => ({
        cwd: root,
        input: path.join('test/integration', file),
        platform: 'node',
        // The package "proxy" reads its own package.json.
        external: ['vscode', 'mocha', 'proxy'],
        // jsonc-parser's CommonJS form cannot be bundled.
        resolve: { mainFields: ['module', 'main'] },
        transform: { target: 'node22' },
        output: {
          file: path.join(folder, file.replace(/\.ts$/, '.cjs')),
          format: 'cjs',
          sourcemap: 'inline',
          // Dynamic imports are part of each bundle, too.
          codeSplitting: false,
        },
      }),
    ),
  );
}

if (import.meta.main) {
  await bundleTests();
}
