// Prints how many milliseconds a fresh process takes to load an extension and to activate it. The editor's side is a
// stand-in that accepts anything, so that only the extension's own work is timed.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { activationFiles } from '../../scripts/activationBundle.ts';

const [extension = ''] = process.argv.slice(2);

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
for (const file of await activationFiles(extension)) {
  for (const [, list = ''] of readFileSync(file, 'utf8').matchAll(/import\s*\{([^}]*)\}\s*from\s*"vscode"/g)) {
    for (const name of list.split(',')) {
      imported.add(name.trim().split(/\s/)[0] ?? '');
    }
  }
}
const editor = `data:text/javascript,${encodeURIComponent([...imported].map((name) => `export const ${name} = globalThis.accepting;`).join(''))}`;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: editor, shortCircuit: true } : next(specifier, context),
});

// In VS Code, the editor's side is there before an extension is loaded.
await import(editor);
const started = performance.now();
const { activate } = (await import(pathToFileURL(extension).href)) as { activate: (context: unknown) => void };
activate({ subscriptions: [], extensionUri: accepting, secrets: accepting, globalState: { get() {}, update() {} } });
process.stdout.write(String(performance.now() - started));
process.exit(0);
