import type { Locator } from 'playwright-core';
import { expect } from 'vitest';
import type { SessionRow } from '../../src/pages/protocol/sessionRow.ts';
import type { TestPage } from './openPage.ts';
import { testNow, testRow } from './sessionRows.ts';
import { openTable } from './tablePage.ts';
import { type LookOptions, useBrowser } from './usePages.ts';

/** Starts a browser for the tests of a file. Returns what opens a table. */
export function useTables() {
  const browser = useBrowser();

  /** Runs `check` with a table of `rows` that has drawn them, and fails on errors of the page. */
  return async (
    rows: readonly SessionRow[],
    check: (table: TestPage) => Promise<void>,
    options: LookOptions = {},
  ): Promise<void> => {
    const table = await openTable(browser(), rows, options);
    try {
      await table.post({ type: 'tick', now: testNow });
      await expect.poll(() => table.rowCount()).toBe(rows.length);
      await check(table);
      expect(table.errors).toEqual([]);
    } finally {
      await table.page.context().close();
    }
  };
}

/** Returns the drawn row at this place in the order of the table, from 0. */
export function row({ page }: TestPage, index: number): Locator {
  return page.locator(`[role="row"][aria-rowindex="${index + 2}"]`);
}

/** Returns the ids of the last message about the selection. */
export async function selected(table: TestPage): Promise<readonly string[]> {
  return (await table.sent<{ ids: string[] }>('select')).at(-1)?.ids ?? [];
}

/** Returns the ids of the sessions that `testRow` builds for these numbers. */
export function idsOf(...indexes: number[]): readonly string[] {
  return indexes.map((index) => testRow(index).id);
}

/** Returns the text of what the keyboard is on. */
export async function active({ page }: TestPage): Promise<string | undefined> {
  return page.evaluate<string | undefined>(
    'document.getElementById(document.activeElement?.getAttribute("aria-activedescendant"))?.innerText',
  );
}
