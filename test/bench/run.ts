// Measures what the product costs against what nobody can do without, all in one run, as ratios. Exits with 1 when a
// figure misses its limit. Needs --expose-gc and a build.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { activationFiles } from '../../scripts/activationBundle.ts';
import { activationRatio } from './activation.ts';
import { type Figure, figureLine, median, missesLimit } from './figures.ts';
import { type Question, readByFloor, readByProduct, readBySdk, type Subject } from './readers.ts';

const sessions = 10_000;
const pageSize = 250;
const rounds = 7;
const dist = fileURLToPath(new URL('../../dist', import.meta.url));

const server = fork(fileURLToPath(new URL('./server.ts', import.meta.url)), [String(sessions)]);
const [address] = (await once(server, 'message')) as [{ url: string; identityId: string }];
const subject: Subject = { ...address, sessions, pageSize };

try {
  const figures = [...(await readingFigures()), await blockFigure(), await heapFigure(), ...(await bundleFigures())];
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
  const ratio = (name: Reader, to: Reader) => median(times[name]) / median(times[to]);
  return [
    {
      name: 'requests for all sessions, over their pages',
      value: questions.length / (sessions / pageSize),
      limit: 1.1,
    },
    { name: 'one page after the other, against the floor', value: ratio('product', 'floor'), limit: 1.25 },
    { name: 'one page after the other, against the SDK', value: ratio('product', 'sdk'), limit: 1 },
    { name: 'several pages at once, against the floor', value: ratio('together', 'floor'), limit: 1.25 },
  ];
}

async function blockFigure(): Promise<Figure> {
  collectGarbage();
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  (await readByProduct(subject, 'all at once')).dispose();
  delay.disable();
  return { name: 'longest block of the event loop', value: delay.max / 1e6, limit: 20, unit: ' ms' };
}

async function heapFigure(): Promise<Figure> {
  const before = held();
  const directory = await readByProduct(subject, 'all at once');
  const value = (held() - before) / sessions;
  directory.dispose();
  return { name: 'memory kept for each session', value, limit: 2000, unit: ' bytes' };
}

async function bundleFigures(): Promise<Figure[]> {
  const kilobytes = (...files: readonly string[]) => files.reduce((sum, file) => sum + statSync(file).size, 0) / 1000;
  return [
    { name: 'activation, against loading the transport', value: activationRatio(dist), limit: 1 },
    {
      name: 'activation bundle',
      value: kilobytes(...(await activationFiles(`${dist}/extension.js`))),
      limit: 150,
      unit: ' kB',
    },
    { name: 'transport bundle', value: kilobytes(`${dist}/transport.cjs`), limit: 550, unit: ' kB' },
    { name: 'panel bundle', value: kilobytes(`${dist}/panel.js`), limit: 150, unit: ' kB' },
  ];
}

async function timed(work: () => Promise<void>): Promise<number> {
  collectGarbage();
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Bytes in use, in the heap and beside it (bodies are buffers). */
function held(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

function collectGarbage(): void {
  if (globalThis.gc === undefined) {
    throw new Error('Run with --expose-gc, as npm run bench does.');
  }
  globalThis.gc();
}
