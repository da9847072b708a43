import type { Browser } from 'playwright-core';
import type { TestPage } from '../pages/openPage.ts';

/** What an action starts is over by then. */
const settledMs = 400;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** CPU time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Returns the longest task of the page's thread while `act` runs, in milliseconds of CPU time. */
export async function longestTask(browser: Browser, { page }: TestPage, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await act();
  await page.waitForTimeout(settledMs);
  return Math.max(...pageTasks(await browser.stopTracing()));
}

/** Returns the CPU times of the tasks on the threads of pages, in milliseconds. */
export function pageTasks(trace: Buffer): readonly number[] {
  const { traceEvents: events } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    events
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const tasks = events.filter(
    ({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid} ${tid}`),
  );
  if (tasks.length === 0) {
    throw new Error('The browser traced no task of the page.');
  }
  return tasks.map(({ tdur = 0 }) => tdur / 1000);
}
