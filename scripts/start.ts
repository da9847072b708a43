/**
 * npm start: opens the packaged extension in a separate VS Code with its demo, and its walkthrough.
 * npm start -- --url http://127.0.0.1:4434: connects to that server instead.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { stopped } from '../src/demo/stopped.ts';
import { installHost } from '../test/host/install.ts';
import { installExtension, startServer, writeSettings } from '../test/host/server.ts';
import { findDesktop, openDesktop } from './desktop.ts';
import { packageExtension } from './package.ts';
import { at } from './project.ts';

interface Connection {
  readonly name: string;
  readonly url: string;
}

/** The folder of the separate VS Code, which is recreated each time. The user's VS Code is neither read nor changed. */
const home = at('.cache/start');
const folder = path.join(home, 'workspace');

/**
 * Returns a task that runs a command of VS Code when the folder opens, as no setting does: VS Code runs it to complete
 * the task, then drops the task because the command returns no text.
 */
const taskOf = (command: string) => ({
  label: command,
  command: `\${command:${command}}`,
  runOptions: { runOn: 'folderOpen' },
});

const usage = 'npm start [-- --url http://127.0.0.1:4434] [--browser]';

const end = stopped();

const asked = readArguments();
const vsix = await packageExtension();
await rm(home, { recursive: true, force: true });
await mkdir(path.join(folder, '.vscode'), { recursive: true });
const commands = ['kratosExplorer.getStarted', ...(asked.server === undefined ? ['kratosExplorer.tryDemo'] : [])];
const tasks = { version: '2.0.0', tasks: commands.map(taskOf) };
await writeFile(path.join(folder, '.vscode/tasks.json'), JSON.stringify(tasks, undefined, 2));

const settings = {
  'kratosExplorer.connections': asked.server === undefined ? [] : [asked.server],
  'chat.disableAIFeatures': true,
  // The folder is in this checkout: git would ask whether to open the repository.
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.enabled': false,
  'task.allowAutomaticTasks': 'on',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};
const desktop = asked.browser ? undefined : await findDesktop();
await (desktop === undefined ? inBrowser() : openDesktop(desktop, { home, folder, settings, vsix }, end));

/** Parses the command line. Exits with one sentence, before anything is built, if it is invalid. */
function readArguments(): { readonly server: Connection | undefined; readonly browser: boolean } {
  try {
    const { values } = parseArgs({ options: { url: { type: 'string' }, browser: { type: 'boolean' } } });
    return {
      server: values.url === undefined ? undefined : realServer(values.url),
      browser: values.browser === true,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nUsage: ${usage}`);
    process.exit(2);
  }
}

function realServer(text: string): Connection {
  if (!/^https?:\/\//.test(text) || !URL.canParse(text)) {
    throw new Error(`--url must be the address of an admin API, such as http://127.0.0.1:4434, not "${text}".`);
  }
  return { name: new URL(text).host, url: text };
}

async function inBrowser(): Promise<void> {
  await installHost();
  const profile = { dataFolder: path.join(home, 'data'), extensionsFolder: path.join(home, 'extensions') };
  await writeSettings(settings, profile);
  await installExtension(vsix, profile);
  const server = await startServer(profile);
  const address = new URL(server.address);
  address.searchParams.set('folder', folder);
  console.log(
    `\nVS Code is ready. Open this address in a browser on this machine (Ctrl+C ends it):\n\n  ${address.href}\n`,
  );
  await Promise.race([end, server.ended]);
  await server.stop();
}
