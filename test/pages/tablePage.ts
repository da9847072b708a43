import type { Browser } from 'playwright-core';
import type { SessionRow } from '../../src/pages/protocol/sessionRow.ts';
import { tableWords } from '../../src/pages/words/tableWords.ts';
import { openPage, type PageOptions, type TestPage } from './openPage.ts';

/** Opens the page that has only the table, and sends `rows` in batches, as the host does. */
export async function openTable(
  browser: Browser,
  rows: readonly SessionRow[],
  options: Omit<PageOptions, 'script'> = {},
): Promise<TestPage> {
  const table = await openPage(browser, { script: 'out/pages/table.js', ...options });
  await table.post({ type: 'words', words: tableWords(), locale: 'en' });
  for (let start = 0; start < rows.length; start += 500) {
    await table.post({ type: 'rows', rows: rows.slice(start, start + 500), gone: [] });
  }
  return table;
}
