import type { Locator, Page } from 'playwright-core';

/** Returns VS Code's element of a row with this label: an exact string, or a RegExp. */
export function labelled(page: Page, label: string | RegExp, element = '.label-name'): Locator {
  const hasText = typeof label === 'string' ? new RegExp(`^${literally(label)}$`) : label;
  return page.locator(element, { hasText });
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
