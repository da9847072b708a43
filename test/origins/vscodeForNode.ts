/** Lets plain Node.js load the modules that word reasons: they import vscode, for which the unit tests have a stub. */
import { registerHooks } from 'node:module';

const stub = new URL('../unit/vscodeStub.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'vscode' ? { url: stub, shortCircuit: true } : next(specifier, context),
});
