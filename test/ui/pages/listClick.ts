import type { Locator } from 'playwright-core';

/**
 * Clicks a part of a row. A row that VS Code redraws between the press and the release of the mouse gets no click from
 * the browser. So the events are sent without the mouse, each to the row as it is then.
 */
export async function clickInRow(part: Locator, init: { readonly ctrlKey?: boolean } = {}): Promise<void> {
  await sendClick(part, { ...init, detail: 1 });
}

export async function doubleClickInRow(part: Locator): Promise<void> {
  await sendClick(part, { detail: 1 });
  await sendClick(part, { detail: 2 });
  await part.dispatchEvent('dblclick', { detail: 2 });
}

async function sendClick(part: Locator, init: { readonly ctrlKey?: boolean; readonly detail: number }): Promise<void> {
  // Waits until the mouse could click it.
  await part.click({ trial: true });
  for (const type of ['mousedown', 'mouseup', 'click']) {
    await part.dispatchEvent(type, init);
  }
}
