import '../origins/vscodeForNode.ts';
import { launchBrowser } from '../host/browser.ts';
import { setup } from '../pages/globalSetup.ts';
import type { TestPage } from '../pages/openPage.ts';
import { testRows } from '../pages/sessionRows.ts';
import type { Figure } from './figures.ts';
import { longestTask } from './pageTasks.ts';

const rowCount = 10_000;
const rounds = 5;

/** What a user does with a table of 10,000 sessions. */
const actions: Readonly<Record<string, (table: TestPage) => Promise<unknown>>> = {
  'rows come': ({ page }) =>
    page.evaluate(`(async () => {
      for (let start = 0; start < rows.length; start += 500) {
        window.postMessage({ type: 'rows', rows: rows.slice(start, start + 500), gone: [] }, '*');
        await new Promise((resolve) => setTimeout(resolve));
      }
    })()`),
  'sort by device': ({ page }) => page.getByRole('columnheader', { name: 'Device' }).click(),
  'sort by address': ({ page }) => page.getByRole('columnheader', { name: 'Address' }).click(),
  'search for text': ({ page }) => page.getByRole('combobox').pressSequentially('windows'),
  'search in a network': ({ page }) => page.getByRole('combobox').fill('ip:203.0.113.0/24 -method:password'),
  'show all again': ({ page }) => page.getByRole('combobox').fill(''),
  'turn pages': async ({ page }) => {
    await page.getByRole('grid').focus();
    for (let turned = 0; turned < 10; turned += 1) {
      await page.keyboard.press('PageDown');
    }
  },
  'select all': ({ page }) => page.keyboard.press('Control+a'),
  'copy all': ({ page }) => page.keyboard.press('Control+c'),
};

/**
 * Measures the longest task of the page's thread for each action, in milliseconds of CPU time; the best of some rounds.
 */
export async function tableFigures(): Promise<Figure[]> {
  await setup();
  const { openTable } = await import('../pages/tablePage.ts');
  const browser = await launchBrowser();
  const longest = new Map<string, number>();
  try {
    for (let round = 0; round < rounds; round += 1) {
      const table = await openTable(browser, []);
      await table.page.evaluate(`window.rows = ${JSON.stringify(testRows(rowCount))}`);
      for (const [name, act] of Object.entries(actions)) {
        const taken = await longestTask(browser, table, () => act(table));
        longest.set(name, Math.min(longest.get(name) ?? Number.POSITIVE_INFINITY, taken));
      }
      await table.page.context().close();
    }
  } finally {
    await browser.close();
  }
  return [...longest].map(([name, value]) => ({
    name: `longest task of a table of ${rowCount.toLocaleString('en')} sessions, ${name}`,
    value,
    limit: 16,
    unit: ' ms',
  }));
}
