import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { withWorkbench } from './workbench.ts';

const identities = 12;

/**
 * Returns the time from the click on an identity to its rows in VS Code's window, as a share of the same once the rows
 * are in memory. Both times VS Code asks the extension for them. Takes the fastest of each. Needs the VSIX.
 */
export function unfoldingShare(): Promise<number> {
  return withWorkbench(async (page, demo) => {
    await page.locator('.monaco-list-row[aria-level="2"]').nth(identities).waitFor();
    const fromServer = await unfoldAll(page);
    // After a refresh of the view VS Code forgets the rows below folded identities; the extension still holds them.
    const before = demo.requests.length;
    const sidebar = page.locator('.part.sidebar');
    await sidebar.hover();
    await sidebar.getByRole('button', { name: 'Refresh', exact: true }).click();
    while (demo.requests.length === before) {
      await setTimeout(50);
    }
    const fromMemory = await unfoldAll(page);
    return Math.min(...fromServer) / Math.min(...fromMemory);
  });
}

/** Unfolds and folds one identity after the other; returns the milliseconds until the rows of each were there. */
async function unfoldAll(page: Page): Promise<readonly number[]> {
  return page.evaluate<number[]>(`(async () => {
    const list = document.querySelector('[id="workbench.view.extension.kratosExplorer"] .monaco-list');
    const rows = (level) =>
      [...list.querySelectorAll('.monaco-list-row')]
        .filter((row) => row.getAttribute('aria-level') === level)
        .sort((a, b) => Number(a.dataset.index) - Number(b.dataset.index));
    const until = (condition) =>
      new Promise((resolve) => {
        const look = () => {
          if (condition()) {
            observer.disconnect();
            resolve();
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(list, { childList: true, subtree: true, attributes: true });
        look();
      });
    // VS Code gathers changes for 200 ms: those of one identity must not delay the next one.
    const settle = () => new Promise((resolve) => setTimeout(resolve, 500));
    const press = (place) => rows('2')[place].querySelector('.monaco-tl-twistie').click();
    const isRead = (row) => !row.textContent.startsWith('Loading');
    const times = [];
    for (let place = 0; place < ${identities}; place += 1) {
      await settle();
      const started = performance.now();
      press(place);
      await until(() => rows('3').length > 0 && rows('3').every(isRead));
      times.push(performance.now() - started);
      await settle();
      press(place);
      await until(() => rows('3').length === 0);
    }
    return times;
  })()`);
}
