/**
 * Writes the log files of the npm-hosted VS Code in place of the native module, which npm would have to compile.
 * Without either, an extension's output channels stay empty.
 */
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

class Logger {
  #file;
  #level = levels.indexOf('info');
  #isFormatted = true;

  constructor(file) {
    this.#file = file;
  }

  getLevel() {
    return this.#level;
  }

  setLevel(level) {
    this.#level = level;
  }

  setPattern() {}

  clearFormatters() {
    this.#isFormatted = false;
  }

  flush() {}

  drop() {}

  write(level, message) {
    if (level >= this.#level) {
      const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
      appendFileSync(this.#file, this.#isFormatted ? `${time} [${levels[level]}] ${message}\n` : message);
    }
  }
}

for (const [level, name] of ['trace', 'debug', 'info', 'warn', 'error', 'critical'].entries()) {
  Logger.prototype[name] = function (message) {
    this.write(level, message);
  };
}

async function createLogger(_name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  return new Logger(file);
}

exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
exports.setFlushOn = () => {};
