// Prints how many milliseconds a fresh process takes to load a bundle and, where it is the extension, to activate it. The
// editor's side is a stand-in that accepts anything, so that only our own work is timed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { activationFiles } from '../../scripts/activationBundle.ts';

const [bundle = ''] = process.argv.slice(2);

const accepting: unknown = new Proxy(class {}, {
  get(_target, name) {
    switch (name) {
      case Symbol.toPrimitive:
        return () => '';
      case Symbol.iterator:
        return () => [][Symbol.iterator]();
      case 'then':
        return undefined;
      default:
        return accepting;
    }
  },
  apply: () => accepting,
  construct: () => accepting as object,
});
Reflect.set(globalThis, 'accepting', accepting);

// A module says what it exports before it runs: all that the bundle imports by name.
const imported = new Set<string>();
if (bundle.endsWith('.js')) {
  for (const file of await activationFiles(bundle)) {
    for (const [, list = ''] of readFileSync(file, 'utf8').matchAll(/import\s*\{([^}]*)\}\s*from\s*"vscode"/g)) {
      for (const name of list.split(',')) {
        imported.add(name.trim().split(/\s/)[0] ?? '');
      }
    }
  }
}
const editor = `data:text/javascript,${encodeURIComponent([...imported].map((name) => `export const ${name} = globalThis.accepting;`).join(''))}`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: editor, shortCircuit: true } : next(specifier, context),
});

const started = performance.now();
const loaded = (await import(pathToFileURL(bundle).href)) as { activate?: (context: unknown) => void };
loaded.activate?.({
  subscriptions: [],
  extensionUri: accepting,
  globalState: { get() {}, update() {} },
  extensionPath: dirname(bundle),
});
process.stdout.write(String(performance.now() - started));
process.exit(0);
