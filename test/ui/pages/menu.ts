import type { Page } from 'playwright-core';

/** Selects an item of the context menu that is open by its text. */
export async function chooseFromOpenMenu(page: Page, item: string): Promise<void> {
  const menu = page.locator('.monaco-menu');
  const named = { name: item, exact: true };
  await menu.getByRole('menuitem', named).hover();
  // Not by a click: VS Code ignores the mouse when a menu has just opened.
  await menu.locator('.action-item.focused').getByRole('menuitem', named).waitFor();
  await page.keyboard.press('Enter');
  await menu.waitFor({ state: 'hidden' });
}
