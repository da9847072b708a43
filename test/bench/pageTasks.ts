import type { Browser } from 'playwright-core';
import type { TestPage } from '../pages/openPage.ts';

/** What an action starts is over by then. */
const settledMs = 400;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** In microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** CPU time in microseconds. */
  readonly tdur?: number;
  readonly args?: { readonly name?: string };
}

/** Returns the longest task of the page's thread while `act` runs, in milliseconds of CPU time. */
export async function longestTask(browser: Browser, { page }: TestPage, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(page, { categories: ['toplevel'] });
  await act();
  await page.waitForTimeout(settledMs);
  const { tasks } = read(await browser.stopTracing());
  return Math.max(...tasks.map(({ tdur = 0 }) => tdur)) / 1000;
}

/**
 * Returns the CPU time in milliseconds of what the page does from its opening by `act` until it sets the mark
 * "first rows", without what the browser and the test ask it for.
 */
export async function timeToFirstRows(browser: Browser, act: () => Promise<unknown>): Promise<number> {
  await browser.startTracing(undefined, { categories: ['toplevel', 'blink.user_timing'] });
  await act();
  const { events, tasks } = read(await browser.stopTracing());
  const mark = events.find(({ name }) => name === 'first rows');
  if (mark === undefined) {
    throw new Error('The page drew no rows.');
  }
  const requests = events.filter(({ name }) => name === 'Receive mojo message');
  const own = tasks.filter(
    (task) => task.ts < mark.ts && !requests.some((request) => task.ts <= request.ts && endOf(request) <= endOf(task)),
  );
  return own.reduce((total, { tdur = 0 }) => total + tdur, 0) / 1000;
}

function endOf({ ts, dur = 0 }: TraceEvent): number {
  return ts + dur;
}

/** Returns all events of pages' threads, and those that are tasks. */
function read(trace: Buffer): { readonly events: readonly TraceEvent[]; readonly tasks: readonly TraceEvent[] } {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const threads = new Set(
    traceEvents
      .filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
      .map(({ pid, tid }) => `${pid} ${tid}`),
  );
  const events = traceEvents.filter(({ pid, tid }) => threads.has(`${pid} ${tid}`));
  const tasks = events.filter(({ name, ph }) => ph === 'X' && name.endsWith('RunTask'));
  if (tasks.length === 0) {
    throw new Error('The browser traced no task of the page.');
  }
  return { events, tasks };
}
