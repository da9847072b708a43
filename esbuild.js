// Builds dist/: the extension, and beside it what is loaded at first use only (transport, demo) and the panel's browser half.
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');

/**
 * A dynamic import of one of these becomes a require of a bundle of its own, so that activation does not read it.
 * Each is built from the module of that name.
 */
const bundlesOfTheirOwn = { undiciTransport: './transport.cjs', demoServer: './demo.cjs' };

const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /\/(undiciTransport|demoServer)\.ts$/ }, ({ kind, path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
      return kind === 'dynamic-import' ? { path: bundlesOfTheirOwn[name], external: true } : undefined;
    });
  },
};

const node = {
  bundle: true,
  platform: 'node',
  // VS Code 1.105 runs extensions on Node 22.
  target: 'node22',
  format: 'cjs',
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  external: ['vscode'],
  // jsonc-parser's CommonJS form hides its imports from a bundler.
  mainFields: ['module', 'main'],
  supported: { 'dynamic-import': false },
  plugins: [lazyBundles],
  logLevel: 'warning',
};

const builds = [
  { ...node, entryPoints: { extension: 'src/extension.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  {
    ...node,
    entryPoints: { transport: 'src/http/undiciTransport.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
  { ...node, entryPoints: { demo: 'src/demo/demoServer.ts' }, outdir: 'dist', outExtension: { '.js': '.cjs' } },
  {
    bundle: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    entryPoints: { panel: 'src/webview/panel.ts' },
    outdir: 'dist',
  },
];

for (const options of builds) {
  const build = await context(options);
  await build.rebuild();
  await (watch ? build.watch() : build.dispose());
}
