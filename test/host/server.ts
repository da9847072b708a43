import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { promisify } from 'node:util';
import { serverFolder } from './install.ts';

/** The folders of one VS Code. */
export interface Profile {
  /** The server's data, with the user's settings in `data/User/settings.json`. */
  readonly dataFolder: string;
  readonly extensionsFolder: string;
}

export interface HostServer {
  readonly port: number;
  /** The address of the workbench, with the connection token. */
  readonly address: URL;
  /** Resolves when the server has ended. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions extends Profile {
  /** Whether the page may choose the extension and the tests to run. */
  readonly takesTests?: boolean;
  /** Is added to the environment of the server and the extensions. */
  readonly env?: NodeJS.ProcessEnv;
}

const serverMain = path.join(serverFolder, 'out/server-main.js');

/** Starts a server on a free local port. The connection token keeps other pages out of the workbench. */
export async function startServer(options: ServerOptions): Promise<HostServer> {
  const token = randomBytes(24).toString('hex');
  const child = spawn(
    process.execPath,
    [
      serverMain,
      '--host=127.0.0.1',
      '--port=0',
      `--connection-token=${token}`,
      `--extensions-dir=${options.extensionsFolder}`,
      ...serverArgs(options.dataFolder),
      ...(options.takesTests === true ? ['--enable-smoke-test-driver'] : []),
    ],
    { env: { ...process.env, ...ownCache(options.dataFolder), ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'exit').then(() => undefined);
  // Shown only on failure: without its native modules, the server prints many harmless traces.
  const log = path.join(options.dataFolder, 'server.log');
  await mkdir(options.dataFolder, { recursive: true });
  const logStream = createWriteStream(log);
  child.stdout.pipe(logStream, { end: false });
  child.stderr.pipe(logStream, { end: false });
  void ended.then(() => logStream.end());
  const lines = createInterface({ input: child.stdout });
  const extensionHosts = followExtensionHosts(lines);
  const port = await new Promise<number>((resolve, reject) => {
    lines.on('line', (line) => {
      const [, listening] = /agent listening on (\d+)/.exec(line) ?? [];
      if (listening !== undefined) {
        resolve(Number(listening));
      }
    });
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`The VS Code server ended with ${code}. Its output is in ${log}.`)));
  });
  const address = new URL(`http://127.0.0.1:${port}/`);
  address.searchParams.set('tkn', token);
  const stop = async () => {
    child.kill();
    await ended;
    endAll(extensionHosts);
  };
  return { port, address, ended, stop };
}

/** Returns the ids of the running extension hosts from the server's log. */
function followExtensionHosts(lines: Interface): ReadonlySet<number> {
  const running = new Set<number>();
  lines.on('line', (line) => {
    const [, pid, deed] = /<(\d+)> (Launched Extension Host|Extension Host Process exited)/.exec(line) ?? [];
    if (deed === 'Launched Extension Host') {
      running.add(Number(pid));
    } else if (deed !== undefined) {
      running.delete(Number(pid));
    }
  });
  return running;
}

/** Ends the extension hosts, which write into the profile for seconds after the server has ended. */
function endAll(processes: Iterable<number>): void {
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') {
        throw error;
      }
    }
  }
}

/** Removes a profile after its server has stopped. */
export async function removeProfile(folder: string): Promise<void> {
  // A killed process may still finish a write, which leaves the folder not empty.
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** Installs a packaged extension into the profile. */
export async function installExtension(vsix: string, profile: Profile): Promise<void> {
  const { dataFolder, extensionsFolder } = profile;
  const args = [`--install-extension=${vsix}`, `--extensions-dir=${extensionsFolder}`];
  // The output is shown only on failure, as part of the error.
  await promisify(execFile)(process.execPath, [serverMain, ...args, ...serverArgs(dataFolder)], {
    env: { ...process.env, ...ownCache(dataFolder) },
  });
}

/** Prevents the server from writing a device id into the user's cache folder. */
function ownCache(dataFolder: string): NodeJS.ProcessEnv {
  return { XDG_CACHE_HOME: path.join(dataFolder, 'cache') };
}

function serverArgs(dataFolder: string): string[] {
  return ['--accept-server-license-terms', '--disable-telemetry', `--server-data-dir=${dataFolder}`];
}

/** Writes the user's settings before VS Code starts. */
export async function writeSettings(settings: object, { dataFolder }: Pick<Profile, 'dataFolder'>): Promise<void> {
  const folder = path.join(dataFolder, 'data/User');
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}
