/**
 * npm test: runs the checks, all tests, and the stories of the main job, or the suites that are named, as in
 * `node scripts/test.ts integration`. The last line is `N passed, N failed`, for all suites together.
 */
import { rm } from 'node:fs/promises';
import { installHost } from '../test/host/install.ts';
import { runNpm } from '../test/host/run.ts';
import type { Counts } from './counts.ts';
import { runDesktop, runIntegration } from './integrationSuite.ts';
import { checkLimits } from './limits.ts';
import { packageExtension } from './package.ts';
import { at, root } from './project.ts';
import { runVitest } from './vitestSuite.ts';

const none: Counts = { passed: 0, failed: 0, skipped: 0 };

/** Builds dist/ and the VSIX once, for the first suite that needs them. */
let packaged: Promise<string> | undefined;
function prepare(): Promise<string> {
  packaged ??= packageExtension();
  return packaged;
}

/** Returns the counts of a suite. A rejection counts as one failure. */
const suites = {
  check: () => npmScript('check'),
  unit: () => runVitest('unit'),
  contract: () => runVitest('contract'),
  pages: async () => {
    await installHost();
    return runVitest('pages');
  },
  integration: async () => {
    await prepare();
    return runIntegration();
  },
  ui: () => runStories(),
  mainStories: () => runStories('main'),
  limits: async () => {
    await prepare();
    return { ...(await checkLimits()), skipped: 0 };
  },
  bench: async () => {
    await prepare();
    return npmScript('bench');
  },
  desktop: async () => {
    await prepare();
    return sum(await runDesktop());
  },
} satisfies Record<string, () => Promise<Counts>>;

/** Runs all stories, or those with a tag. */
async function runStories(tag?: string): Promise<Counts> {
  if (process.platform === 'win32') {
    console.log('Not run: the stories need the npm-hosted VS Code, which does not run on Windows.');
    return none;
  }
  await prepare();
  return runVitest('ui', tag);
}

type Suite = keyof typeof suites;

const byDefault: readonly Suite[] = ['check', 'unit', 'contract', 'pages', 'integration', 'mainStories', 'limits'];

/** The steps, in order. The lanes of a step run at the same time, and the suites of a lane in order. */
const steps: readonly (readonly (readonly Suite[])[])[] = [
  // A VS Code under test waits more than it computes.
  [['check', 'unit', 'contract', 'pages'], ['integration']],
  // On a busy machine, VS Code loses the focus between the palette and the input of a command.
  [['mainStories', 'ui']],
  [['limits', 'bench', 'desktop']],
];

const asked = process.argv.slice(2);
const inNoStep = Object.keys(suites).filter((name) => !steps.flat(2).some((one) => one === name));
if (inNoStep.length > 0) {
  throw new Error(`No step runs the suite ${inNoStep.join(' or ')}.`);
}
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length > 0) {
  throw new Error(`There is no suite ${unknown.join(' or ')}. The suites are ${Object.keys(suites).join(', ')}.`);
}
const chosen = asked.length === 0 ? byDefault : (asked as Suite[]);

await rm(at('out/results'), { recursive: true, force: true });
const results = new Map<Suite, Counts>();
const inVsCode: readonly Suite[] = ['integration', 'mainStories', 'ui'];
if (chosen.some((name) => inVsCode.includes(name)) && process.platform !== 'win32') {
  // The first suite that needs it reports a failure.
  installHost().catch(() => undefined);
}
for (const lanes of steps) {
  await Promise.all(lanes.map((names) => runInOrder(names.filter((name) => chosen.includes(name)))));
}

console.log('');
for (const [name, counts] of results) {
  console.log(`${name}: ${words(counts)}`);
}
const total = sum([...results.values()]);
process.exitCode = total.failed === 0 ? 0 : 1;
console.log(`${total.passed} passed, ${total.failed} failed`);

async function runInOrder(names: readonly Suite[]): Promise<void> {
  for (const name of names) {
    const start = performance.now();
    console.log(`\n== ${name}`);
    const counts = await suites[name]().catch((error: unknown) => {
      console.log(error instanceof Error ? error.message : String(error));
      return { ...none, failed: 1 };
    });
    results.set(name, counts);
    console.log(`== ${name}: ${words(counts)}, ${((performance.now() - start) / 1000).toFixed(1)} s`);
  }
}

/** Runs a script of package.json as a suite of one test. */
async function npmScript(name: string): Promise<Counts> {
  await runNpm(['run', '--silent', name], root);
  return none;
}

function words({ passed, failed, skipped }: Counts): string {
  if (passed + failed + skipped === 0) {
    return 'ok';
  }
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

function sum(all: readonly Counts[]): Counts {
  return all.reduce(
    (total, counts) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    }),
    none,
  );
}
