import type { Locator, Page } from 'playwright-core';

/** VS Code's element for the label of a row or tab, where it reads so: exactly a string, or what a RegExp matches. */
export function labelled(page: Page, label: string | RegExp): Locator {
  const hasText = typeof label === 'string' ? new RegExp(`^${literally(label)}$`) : label;
  return page.locator('.label-name', { hasText });
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
