// Builds dist/: the extension, beside it what is loaded at first use only, and the panel's browser half.
import { rm, writeFile } from 'node:fs/promises';
import { build, watch } from 'rolldown';
import { collectNotices } from './scripts/notices.ts';

// Fails where a build would, such as for a bundled package without a licence text, and writes nothing.
const check = process.argv.includes('--check');
const notices = collectNotices();

/**
 * Bundles of their own, which share nothing with the extension. CommonJS and loaded by require: Node's own loading of
 * CommonJS through import() defines the global dispatcher symbols of its undici.
 */
const ownBundles = {
  undiciTransport: { file: './transport.cjs', exported: 'UndiciTransport' },
  demoServer: { file: './demo.cjs', exported: 'startDemoServer' },
};

const loadOwnBundles = {
  name: 'load-own-bundles',
  resolveId(source, _importer, { kind }) {
    const name = /\/(undiciTransport|demoServer)\.ts$/.exec(source)?.[1];
    return name !== undefined && kind === 'dynamic-import' ? `\0${name}` : undefined;
  },
  load(id) {
    const own = id.startsWith('\0') ? ownBundles[id.slice(1)] : undefined;
    return (
      own &&
      `import { createRequire } from 'node:module';
export const { ${own.exported} } = createRequire(import.meta.url)('${own.file}');`
    );
  },
};

/** VS Code 1.105 runs extensions on Node 22. jsonc-parser's CommonJS form hides its imports from a bundler. */
const node = {
  platform: 'node',
  external: ['vscode'],
  resolve: { mainFields: ['module', 'main'] },
  transform: { target: 'node22' },
};

const output = { dir: 'dist', minify: true, comments: false };
const withMaps = { sourcemap: true, sourcemapExcludeSources: true };

const bundles = [
  {
    ...node,
    input: { extension: 'src/extension.ts' },
    plugins: [loadOwnBundles],
    output: {
      ...output,
      ...withMaps,
      format: 'esm',
      chunkFileNames: 'extension-[name]-[hash].js',
      // One chunk for all that activation reads: a file more costs more than the bytes in it.
      codeSplitting: { groups: [{ name: 'start', tags: ['$initial'] }] },
    },
  },
  ...[{ transport: 'src/core/http/undiciTransport.ts' }, { demo: 'src/demo/demoServer.ts' }].map((input) => ({
    ...node,
    input,
    output: { ...output, ...withMaps, format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
  })),
  {
    platform: 'browser',
    transform: { target: 'es2022' },
    input: { pages: 'src/pages/browser/pages.ts' },
    output: { ...output, format: 'esm', codeSplitting: false },
  },
];

const builds = bundles.map((bundle) => ({
  ...bundle,
  plugins: [...(bundle.plugins ?? []), notices.plugin],
  write: !check,
}));

if (!check) {
  // Chunks are named by their content: those of earlier builds would pile up.
  await rm('dist', { recursive: true, force: true });
}

if (process.argv.includes('--watch')) {
  watch(builds);
} else {
  await build(builds);
}

if (!check) {
  // Each build has written what was known at its own end.
  await writeFile(`dist/${notices.file}`, notices.text());
}
