#!/usr/bin/env node
/**
 * Accepts the arguments of a desktop VS Code from `@vscode/test-electron`, runs their suite in the npm-hosted VS Code,
 * and exits with the suite's code.
 */
import { cp } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser } from './browser.ts';
import { installHost } from './install.ts';
import { runSuite } from './runSuite.ts';
import { startServer } from './server.ts';

const { values, positionals } = parseArgs({
  // test-electron adds Electron's switches, which have no meaning here.
  strict: false,
  options: {
    extensionDevelopmentPath: { type: 'string' },
    extensionTestsPath: { type: 'string' },
    'user-data-dir': { type: 'string' },
    'extensions-dir': { type: 'string' },
  },
});

function given(name: keyof typeof values): string {
  const value = values[name];
  if (typeof value !== 'string') {
    throw new Error(`--${name}=… is missing.`);
  }
  return path.resolve(value);
}

const dataFolder = given('user-data-dir');
await installHost();
// A desktop VS Code stores the settings in this folder, the server in `data`.
await cp(path.join(dataFolder, 'User'), path.join(dataFolder, 'data/User'), { recursive: true, force: true }).catch(
  (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') {
      throw error;
    }
  },
);
const noise = path.join(dataFolder, 'workbench.log');
const server = await startServer({ dataFolder, extensionsFolder: given('extensions-dir'), takesTests: true });
process.once('SIGTERM', () => void server.stop());
const browser = await launchBrowser();
try {
  process.exitCode = await runSuite({
    browser,
    server,
    extensionFolder: given('extensionDevelopmentPath'),
    workspaceFolder: positionals[0],
    suite: given('extensionTestsPath'),
    log: (line) => console.log(line),
    noise,
  });
  if (process.exitCode !== 0) {
    console.log(`The output of VS Code is in ${noise}.`);
  }
} finally {
  await browser.close();
  await server.stop();
}
