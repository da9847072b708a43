import { type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../test/host/run.ts';

export interface DesktopProfile {
  /** Contains the folders for settings and extensions. */
  readonly home: string;
  /** The folder to open. */
  readonly folder: string;
  readonly settings: object;
  readonly vsix: string;
}

/** Returns the `code` in the PATH; undefined if there is none or no display. */
export async function findDesktop(): Promise<string | undefined> {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);
  if (!hasDisplay) {
    return undefined;
  }
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    const found = await access(file).then(
      () => true,
      () => false,
    );
    if (found) {
      return file;
    }
  }
  return undefined;
}

/** Opens a desktop VS Code with the extension. Resolves when its window is closed or `stopped` settles. */
export async function openDesktop(code: string, profile: DesktopProfile, stopped: Promise<void>): Promise<void> {
  const userData = path.join(profile.home, 'user');
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User/settings.json'), JSON.stringify(profile.settings, undefined, 2));
  const own = [`--user-data-dir=${userData}`, `--extensions-dir=${path.join(profile.home, 'extensions')}`];
  // On Windows, `code` is a batch file, which requires a shell.
  const options: SpawnOptions = { shell: process.platform === 'win32' };
  await run(quoted(code), [...own, `--install-extension=${profile.vsix}`].map(quoted), options);
  const args = [...own, '--new-window', '--wait', profile.folder].map(quoted);
  const window = spawn(quoted(code), args, { ...options, stdio: 'inherit' });
  console.log('VS Code is open. Close its window or press Ctrl+C here to end it.');
  await Promise.race([once(window, 'exit'), stopped]);
  await endWindow(userData);
}

/** Ends the VS Code with these settings. Ending `code` would leave it open. */
async function endWindow(userData: string): Promise<void> {
  const pid = Number(await readFile(path.join(userData, 'code.lock'), 'utf8').catch(() => 0));
  if (pid > 0) {
    try {
      process.kill(pid);
    } catch {
      // The process has already ended.
    }
  }
}

function quoted(word: string): string {
  return process.platform === 'win32' ? `"${word}"` : word;
}
