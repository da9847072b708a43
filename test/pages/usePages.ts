import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { launchBrowser } from '../host/browser.ts';
import { buildScript, openPage, type PageOptions, type TestPage, type Theme, themeNames } from './openPage.ts';

export type LookOptions = Omit<PageOptions, 'script' | 'page'>;

/** All themes in all of these widths, in pixels. */
export function looks(widths: readonly number[] = [320, 800, 1600]): readonly (readonly [Theme, number])[] {
  return themeNames.flatMap((theme) => widths.map((width) => [theme, width] as const));
}

/** Expects that axe finds no problem, and that no text is wider than the page. */
export async function expectAccessible(opened: TestPage, width: number): Promise<void> {
  expect(await opened.accessibilityViolations()).toEqual([]);
  expect(await opened.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
}

/** Builds the pages in a folder of their own and starts a browser, for the tests of a file. Returns what opens a page. */
export function usePages(folder: string) {
  let browser: Browser;
  let script: string;
  beforeAll(async () => {
    script = await buildScript(`out/pages/${folder}`, 'pages', 'src/pages/browser/pages.ts');
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  /** Runs `check` with a page that gets `messages` from the host, and fails on errors of the page. */
  return async (
    page: NonNullable<PageOptions['page']>,
    messages: readonly unknown[],
    check: (page: TestPage) => Promise<void>,
    options: LookOptions = {},
  ): Promise<void> => {
    const opened = await openPage(browser, { script, page, ...options });
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
