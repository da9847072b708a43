import type { Locator, Page } from 'playwright-core';

/** VS Code's element for the label of a row or tab, where it reads so: exactly a string, or what a RegExp matches. */
export function labelled(page: Page, label: string | RegExp): Locator {
  return typeof label === 'string'
    ? page.locator(`.label-name:text-is(${JSON.stringify(label)})`)
    : page.locator('.label-name', { hasText: label });
}
