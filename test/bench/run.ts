// Measures the extension against the least that any client needs, in one run, as ratios. Exits with 1 when a figure
// misses its limit. Needs the VSIX.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { activationFiles } from '../../scripts/activationBundle.ts';
import { activationTimes } from './activation.ts';
import { type Figure, figureLine, missesLimit } from './figures.ts';
import { identityPageFigures } from './identityPage.ts';
import { originFigures } from './origins.ts';
import { type Question, readByFloor, readByProduct, readBySdk, type Subject } from './readers.ts';
import { tableFigures } from './table.ts';
import { unfoldingShare } from './unfolding.ts';
import { walkingStep } from './walk.ts';

const sessions = 10_000;
const pageSize = 250;
const rounds = 40;
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [String(sessions)]);
const [address] = (await once(server, 'message')) as [{ url: string; identityId: string }];
const subject: Subject = { ...address, sessions, pageSize };

try {
  const figures = [
    ...(await readingFigures()),
    ...aloneFigures(),
    ...(await activationFigures()),
    ...bundleFigures(),
    { name: 'unfolding an identity, against rows in memory', value: await unfoldingShare(), limit: 1.5 },
    {
      name: 'from an arrow key in the identity page to the next session’s details, median',
      value: await walkingStep(),
      limit: 50,
      unit: ' ms',
    },
    ...originFigures(),
    ...(await tableFigures()),
    ...(await identityPageFigures()),
  ];
  for (const figure of figures) {
    console.log(figureLine(figure));
  }
  const missed = figures.filter(missesLimit);
  console.log(missed.length === 0 ? 'Every figure is within its limit.' : `${missed.length} over the limit.`);
  process.exitCode = missed.length === 0 ? 0 : 1;
} finally {
  server.disconnect();
}

async function readingFigures(): Promise<Figure[]> {
  const questions: Question[] = [];
  (await readByProduct(subject, 'one by one', (question) => questions.push(question))).dispose();
  const readers = {
    product: async () => (await readByProduct(subject, 'one by one')).dispose(),
    together: async () => (await readByProduct(subject, 'all at once')).dispose(),
    floor: () => readByFloor(subject, questions),
    sdk: () => readBySdk(subject, questions),
  };
  type Reader = keyof typeof readers;
  const names = Object.keys(readers) as Reader[];
  const times: Record<Reader, number[]> = { product: [], together: [], floor: [], sdk: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const taken = await timed(readers[name]);
      // The first round warms up all of them alike.
      if (round > 0) {
        times[name].push(taken);
      }
    }
  }
  // The fastest of each, because other work of the machine only adds time.
  const ratio = (name: Reader, to: Reader) => Math.min(...times[name]) / Math.min(...times[to]);
  return [
    {
      name: 'requests for all sessions, over their pages',
      value: questions.length / (sessions / pageSize),
      limit: 1.1,
    },
    { name: 'one page after the other, against the floor', value: ratio('product', 'floor'), limit: 1.25 },
    { name: 'all at once, against the SDK', value: ratio('together', 'sdk'), limit: 1 },
  ];
}

function aloneFigures(): Figure[] {
  const program = fileURLToPath(new URL('./alone.ts', import.meta.url));
  const printed = execFileSync(process.execPath, ['--expose-gc', program, JSON.stringify(subject)]).toString();
  const { bytesPerSession, longestBlock } = JSON.parse(printed) as { bytesPerSession: number; longestBlock: number };
  return [
    { name: 'longest block of the event loop', value: longestBlock, limit: 16, unit: ' ms' },
    { name: 'memory kept for each session', value: bytesPerSession, limit: 2000, unit: ' bytes' },
  ];
}

async function activationFigures(): Promise<Figure[]> {
  const { own, empty, zod } = await activationTimes();
  const files = await activationFiles(`${dist}/extension.js`);
  return [
    { name: 'activation, against an extension that only loads zod', value: own / zod, limit: 1.5 },
    { name: 'activation of an extension that does nothing, against the same', value: empty / zod, limit: 1 },
    { name: 'files read at activation', value: files.length, limit: 5 },
    { name: 'activation bundle', value: kilobytes(...files), limit: 90, unit: ' kB' },
  ];
}

function bundleFigures(): Figure[] {
  return [
    { name: 'transport bundle', value: kilobytes(`${dist}/transport.cjs`), limit: 550, unit: ' kB' },
    {
      name: 'page bundles',
      value: kilobytes(`${dist}/pages.js`),
      limit: 220,
      unit: ' kB',
    },
  ];
}

function kilobytes(...files: readonly string[]): number {
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
}

/** Returns the milliseconds of `work`. No forced garbage collection before: it would shrink the heap and cause more. */
async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
