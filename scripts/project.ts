import path from 'node:path';
import { run } from '../test/host/run.ts';

export const root = path.dirname(import.meta.dirname);
export const vsix = path.join(root, 'dist/kratos-explorer.vsix');
export const vsixKilobytes = 900;

/** Returns the absolute path of a path in the checkout. */
export function at(relative: string): string {
  return path.join(root, relative);
}

/** Runs a Node program of the checkout and shows its output. Rejects unless it exits with 0. */
export async function runNode(script: string, args: readonly string[] = []): Promise<void> {
  await run(process.execPath, [at(script), ...args], { cwd: root });
}

export async function build(): Promise<void> {
  console.log('Building the extension.');
  await runNode('build.js');
}
