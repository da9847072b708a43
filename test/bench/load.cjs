// Prints how many milliseconds a fresh process takes to load a bundle and, where it is the extension, to activate it. The
// editor's side is a stand-in that accepts anything, so that only our own work is timed.
const Module = require('node:module');

const accepting = new Proxy(() => {}, {
  get: (_target, name) =>
    name === Symbol.toPrimitive
      ? () => ''
      : name === Symbol.iterator
        ? () => [][Symbol.iterator]()
        : name === 'then'
          ? undefined
          : accepting,
  apply: () => accepting,
  construct: () => accepting,
});
const load = Module._load;
Module._load = (request, ...rest) => (request === 'vscode' ? accepting : load(request, ...rest));

const started = performance.now();
const bundle = require(process.argv[2]);
bundle.activate?.({
  subscriptions: [],
  extensionUri: accepting,
  globalState: { get() {}, update() {} },
  secrets: accepting,
});
process.stdout.write(String(performance.now() - started));
process.exit(0);
