// Builds dist/: the extension, beside it what is loaded at first use only, and the panel's browser half.
import { rm } from 'node:fs/promises';
import { context } from 'esbuild';

const watch = process.argv.includes('--watch');

/**
 * These share nothing with the extension and are CommonJS (undici is): a dynamic import of one leads to a bundle of its own.
 * What shares code with the extension and is imported dynamically becomes a chunk by itself.
 */
const bundlesOfTheirOwn = {
  undiciTransport: { file: './transport.cjs', exported: 'createUndiciTransport' },
  demoServer: { file: './demo.cjs', exported: 'startDemoServer' },
};

const lazyBundles = {
  name: 'lazy-bundles',
  setup(build) {
    build.onResolve({ filter: /\/(undiciTransport|demoServer)\.ts$/ }, ({ kind, path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
      return kind === 'dynamic-import' ? { path: name, namespace: 'lazy-bundle' } : undefined;
    });
    // By require: Node's own loading of CommonJS through import() defines the global dispatcher symbols of its undici.
    build.onLoad({ filter: /.*/, namespace: 'lazy-bundle' }, ({ path }) => {
      const { file, exported } = bundlesOfTheirOwn[path];
      return {
        contents: `import { createRequire } from 'node:module';
export const { ${exported} } = createRequire(import.meta.url)('${file}');`,
      };
    });
  },
};

const node = {
  bundle: true,
  platform: 'node',
  // VS Code 1.105 runs extensions on Node 22.
  target: 'node22',
  minify: true,
  sourcemap: 'linked',
  sourcesContent: false,
  legalComments: 'none',
  external: ['vscode'],
  // jsonc-parser's CommonJS form hides its imports from a bundler.
  mainFields: ['module', 'main'],
  plugins: [lazyBundles],
  logLevel: 'warning',
};

const builds = [
  {
    ...node,
    format: 'esm',
    splitting: true,
    entryPoints: { extension: 'src/extension.ts' },
    chunkNames: 'extension-[name]-[hash]',
    outdir: 'dist',
  },
  {
    ...node,
    format: 'cjs',
    entryPoints: { transport: 'src/http/undiciTransport.ts', demo: 'src/demo/demoServer.ts' },
    outdir: 'dist',
    outExtension: { '.js': '.cjs' },
  },
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

// Chunks are named by their content: those of earlier builds would pile up.
await rm('dist', { recursive: true, force: true });

for (const options of builds) {
  const build = await context(options);
  await build.rebuild();
  await (watch ? build.watch() : build.dispose());
}
