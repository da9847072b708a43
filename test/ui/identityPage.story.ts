import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('the page of an identity', () => {
  const story = tellStory({ size: { width: 1600, height: 1000 }, demo: { identities: 20 } });

  it('opens from the row by one click', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const row = await workbench.tree.scrollTo('Emmy Ritter');
    await row.locator.hover();
    await row.locator.getByRole('button', { name: 'Open Identity' }).click();

    await expect.poll(() => workbench.panel.outline()).toContain('24 of 24');
    await workbench.screenshot('identity-page');
    const frame = await workbench.panel.frame();
    await frame.evaluate("document.querySelector('#sessions').scrollIntoView()");
    await workbench.panel.content.getByRole('row').nth(3).click();
    await expect.poll(() => workbench.panel.outline()).toContain('Factors');
    await workbench.screenshot('identity-table');
    await frame.evaluate("document.querySelector('[role=grid]').focus()");
    for (let i = 0; i < 20; i++) await workbench.page.keyboard.press('ArrowDown');
    await workbench.screenshot('identity-table2');
  });
});
