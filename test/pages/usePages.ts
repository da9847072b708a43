import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../host/browser.ts';
import { openPage, type PageOptions, type TestPage, type Theme } from './openPage.ts';

export type LookOptions = Omit<PageOptions, 'script' | 'page'>;

/** Expects that axe finds no problem, and that no text is wider than the page. */
export async function expectAccessible(opened: TestPage, width: number, theme?: Theme): Promise<void> {
  expect(await opened.accessibilityViolations(), theme).toEqual([]);
  expect(await opened.page.evaluate('document.documentElement.scrollWidth'), theme).toBe(width);
}

/** Starts a browser for the tests of a file. Returns a function that returns it while they run. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());
  return () => browser;
}

/** Starts a browser for the tests of a file. Returns what opens a page. */
export function usePages() {
  const browser = useBrowser();

  /** Runs `check` with a page that gets `messages` from the host, and fails on errors of the page. */
  return async (
    page: NonNullable<PageOptions['page']>,
    messages: readonly unknown[],
    check: (page: TestPage) => Promise<void>,
    options: LookOptions = {},
  ): Promise<void> => {
    const opened = await openPage(browser(), { page, ...options });
    try {
      await expect.poll(() => opened.sent('ready')).toHaveLength(1);
      for (const message of messages) {
        await opened.post(message);
      }
      await check(opened);
      expect(opened.errors).toEqual([]);
    } finally {
      await opened.page.context().close();
    }
  };
}
