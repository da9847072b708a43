import { readFile, rm } from 'node:fs/promises';
import { constants } from 'node:os';
import { exitCode } from '../test/host/run.ts';
import { type Counts, honestCounts } from './counts.ts';
import { at, root } from './project.ts';

/** Runs the Vitest suite in test/<name>, or its tests with a tag, and returns the counts. */
export async function runVitest(name: string, tag?: string): Promise<Counts> {
  const results = at(`out/results/${name}.json`);
  await rm(results, { force: true });
  const code = await exitCode(
    process.execPath,
    [
      at('node_modules/vitest/vitest.mjs'),
      'run',
      `--config=${at(`test/${name}/vitest.config.ts`)}`,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${results}`,
      ...(tag === undefined ? [] : [`--tagsFilter=${tag}`]),
    ],
    // A run takes less time when the suites that can compute at any time give way to those that wait for a VS Code.
    { cwd: root, priority: name === 'ui' ? 0 : constants.priority.PRIORITY_BELOW_NORMAL },
  );
  return honestCounts(name, await readCounts(results), code === 0);
}

async function readCounts(file: string): Promise<Counts | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) {
    return undefined;
  }
  const report = JSON.parse(text) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  return { passed: report.numPassedTests, failed: report.numFailedTests, skipped: report.numPendingTests };
}
