import { type SpawnOptions, spawn } from 'node:child_process';
import { setPriority } from 'node:os';

/** Runs a program and shows its output. Rejects with the command line unless it exits with 0. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<void> {
  const code = await exitCode(command, args, options);
  if (code !== 0) {
    throw new Error(`"${[command, ...args].join(' ')}" ended with ${code}.`);
  }
}

/**
 * Runs a program and returns the exit code, or the name of the signal that ended it. `priority` is one of
 * `os.constants.priority`.
 */
export function exitCode(
  command: string,
  args: readonly string[],
  { priority = 0, ...options }: SpawnOptions & { readonly priority?: number } = {},
): Promise<number | NodeJS.Signals> {
  const child = spawn(command, args, { stdio: 'inherit', ...options });
  if (priority !== 0 && child.pid !== undefined) {
    setPriority(child.pid, priority);
  }
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 1));
  });
}

/** Runs npm in a folder. Rejects unless it exits with 0. */
export async function runNpm(args: readonly string[], cwd: string): Promise<void> {
  // npm passes its path to its scripts; without npm, the PATH has it.
  const cli = process.env.npm_execpath;
  if (cli?.endsWith('.js') === true) {
    await run(process.execPath, [cli, ...args], { cwd });
  } else {
    await run('npm', args, { cwd, shell: process.platform === 'win32' });
  }
}
