/** Bundles the integration tests for VS Code to run: each file on its own, the extension's own code as it is in src/. */
import { rm } from 'node:fs/promises';
import { build } from 'esbuild';
import { at, root } from './project.ts';

const folder = 'out/test/integration';

/** The bundle whose run() runs them all. */
export const bundledTests = `${folder}/index.cjs`;

export async function bundleTests(): Promise<void> {
  console.log('Bundling the integration tests.');
  await rm(at(folder), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/integration/index.ts', 'test/integration/**/*.itest.ts'],
    outdir: folder,
    outbase: 'test/integration',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    // proxy reads its own package.json beside it.
    external: ['vscode', 'mocha', 'proxy'],
    logLevel: 'warning',
  });
}

if (import.meta.main) {
  await bundleTests();
}
