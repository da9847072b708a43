import type { Locator, Page } from 'playwright-core';

/** VS Code's element for the label of a row, where it reads so: exactly a string, or what a RegExp matches. */
export function labelled(page: Page, label: string | RegExp, element = '.label-name'): Locator {
  const hasText = typeof label === 'string' ? new RegExp(`^${literally(label)}$`) : label;
  return page.locator(element, { hasText });
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
