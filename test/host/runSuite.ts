import { createWriteStream } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { HostServer } from './server.ts';

export interface Suite {
  readonly browser: Browser;
  readonly server: HostServer;
  /** The folder with the extension's package.json. */
  readonly extensionFolder: string;
  /** The folder that the workbench opens, if any. */
  readonly workspaceFolder: string | undefined;
  /** The module whose `run()` runs the tests. */
  readonly suite: string;
  /** Is called with each line that the suite prints. */
  readonly log: (line: string) => void;
  /** The file for the other output of the workbench and the extension host. */
  readonly noise: string;
}

/** The limit for a suite that hangs outside of a test. */
const mostMinutes = 10;

/** The prefix of the suite's lines. */
const mark = '[test] ';

/**
 * Opens the workbench with the extension and the suite and returns the suite's exit code. Rejects if the server or the
 * page ends first.
 */
export async function runSuite(options: Suite): Promise<number> {
  const { browser, server, extensionFolder, workspaceFolder, suite, log, noise } = options;
  const noiseStream = createWriteStream(noise);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce' });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address.origin });
  const page = await context.newPage();
  const result = Promise.withResolvers<number>();
  // The workbench calls these two functions with the exit code of run() and the extension host's output.
  await page.exposeFunction('codeAutomationExit', (code: number) => result.resolve(code));
  await page.exposeFunction('codeAutomationLog', (_type: string, args: readonly unknown[]) => {
    const line = args.join(' ');
    if (line.startsWith(mark)) {
      log(line.slice(mark.length));
    } else {
      noiseStream.write(`${line}\n`);
    }
  });
  const limit = setTimeout(
    () => result.reject(new Error(`The tests took more than ${mostMinutes} minutes.`)),
    mostMinutes * 60_000,
  );
  page.once('crash', () => result.reject(new Error('The page of the workbench crashed.')));
  void server.ended.then(() => result.reject(new Error('The VS Code server ended before the tests did.')));

  const onServer = (file: string) => `vscode-remote://127.0.0.1:${server.port}${file}`;
  const address = new URL(server.address);
  if (workspaceFolder === undefined) {
    address.searchParams.set('ew', 'true');
  } else {
    address.searchParams.set('folder', workspaceFolder);
  }
  address.searchParams.set(
    'payload',
    JSON.stringify([
      ['extensionDevelopmentPath', onServer(extensionFolder)],
      ['extensionTestsPath', onServer(suite)],
      ['skipWelcome', 'true'],
    ]),
  );
  await page.goto(address.href);
  return result.promise.finally(() => {
    clearTimeout(limit);
    noiseStream.end();
  });
}
