/**
 * The entry for `--extensionTestsPath`, which runs every `*.itest.ts` of this folder with Mocha from the bundles beside
 * it. Rejects if a test fails or none ran.
 */
import { writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/** The prefix of our lines in VS Code's output. test/host/runSuite.ts shows only these. */
const mark = '[test] ';

/** Runs last, as it ends the extension. */
const last = 'unload.itest.cjs';

export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  Mocha.reporters.Base.consoleLog = print;
  const mocha = new Mocha({ ui: 'bdd', reporter: 'spec', color: false, timeout: 20_000, forbidOnly: true });
  try {
    const files = (await readdir(__dirname)).filter((name) => name.endsWith('.itest.cjs'));
    for (const file of [...files.filter((name) => name !== last).sort(), last]) {
      mocha.addFile(path.join(__dirname, file));
    }
    await mocha.loadFilesAsync();
  } catch (error) {
    print('The tests could not be loaded:', error);
    throw error;
  }
  const { passes, failures, pending } = await new Promise<Mocha.Stats>((resolve, reject) => {
    const runner = mocha.run(() =>
      runner.stats === undefined ? reject(new Error('no result')) : resolve(runner.stats),
    );
  });
  const results = process.env.TEST_RESULTS;
  if (results !== undefined) {
    writeFileSync(results, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
  }
  if (failures > 0 || passes === 0) {
    throw new Error(failures > 0 ? `${failures} tests failed.` : 'No test ran.');
  }
}

function print(...words: unknown[]): void {
  for (const line of format(...words).split('\n')) {
    // biome-ignore lint/suspicious/noConsole: the only output of an extension host.
    console.log(mark + line);
  }
}
