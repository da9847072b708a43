import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

/** Of the method of each factor: its name, and the number of lines that it takes. */
const linesOfMethods = `[...document.querySelectorAll('[aria-labelledby=factors] .row:first-child:not(:only-child) dd bdi')].map((method) => {
  const range = document.createRange();
  range.selectNodeContents(method);
  return [method.textContent, new Set([...range.getClientRects()].map(({ top }) => top)).size];
})`;

describe('the session panel', () => {
  const story = tellStory({
    demo: { identities: 20 },
    entry: { environment: { name: 'staging', color: 'charts.red' } },
  });

  it('marks the connection with the color of its environment', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Ada Lovelace')).expand();
    await workbench.tree.row(/^curl/).waitFor();
    await workbench.tree.row(/^curl/).click();
    await expect.poll(() => workbench.panel.outline()).toContain('staging');

    const frame = await workbench.panel.frame();
    const dot = "getComputedStyle(document.querySelector('.environment')).backgroundColor";
    expect(await frame.evaluate(dot)).toBe('rgb(241, 76, 76)');
  });

  it('keeps “code_recovery” on one line in a window of 1,280 pixels', async () => {
    const frame = await story.workbench.panel.frame();

    expect(await frame.evaluate(linesOfMethods)).toEqual([['code_recovery', 1]]);
  });
});
