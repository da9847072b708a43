/** Where things are in this checkout, and how its own programs are run. */
import path from 'node:path';
import { run } from '../test/host/run.ts';

export const root = path.dirname(import.meta.dirname);
export const vsix = path.join(root, 'dist/kratos-explorer.vsix');

/** A path in the checkout, written with slashes. */
export function at(relative: string): string {
  return path.join(root, relative);
}

/** Runs a Node program of the checkout, its output shown; rejects unless it ends well. */
export async function runNode(script: string, args: readonly string[] = []): Promise<void> {
  await run(process.execPath, [at(script), ...args], { cwd: root });
}

/** Builds dist/. */
export async function build(): Promise<void> {
  console.log('Building the extension.');
  await runNode('build.js');
}
