import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('the menus of a page', () => {
  const story = tellStory({
    size: { width: 1600, height: 1000 },
    demo: { identities: 20 },
    entry: { writable: true },
    others: [{ name: 'Other', url: 'http://127.0.0.1:9', writable: true }],
  });
  const revoking = (items: readonly string[]) => items.filter((item) => item.includes('Revoke'));

  async function unlock(name: string): Promise<void> {
    const { workbench } = story;
    await workbench.runCommand('Kratos: Unlock Connection…');
    if (name === 'Other') {
      await workbench.quickInput.pick(name);
    }
    await expect.poll(() => workbench.quickInput.title()).toContain(`Unlock ${name}`);
    await workbench.quickInput.accept();
    await workbench.page
      .locator('.statusbar-item')
      .filter({ hasText: `${name}: 15 min` })
      .waitFor();
  }

  /** Opens both menus of the page in front, and returns their items that revoke. */
  async function offered() {
    const { page, panel } = story.workbench;
    const items = async () => {
      const menu = page.locator('.monaco-menu').getByRole('menuitem');
      await menu.first().waitFor();
      const words = await menu.allTextContents();
      await page.keyboard.press('Escape');
      await menu.first().waitFor({ state: 'hidden' });
      return revoking(words);
    };
    await panel.content
      .getByRole('row', { name: /python-requests/ })
      .first()
      .click({ button: 'right' });
    const ofRow = await items();
    await page
      .locator('.editor-group-container.active .editor-actions')
      .getByRole('button', { name: 'More Actions...' })
      .click();
    return { ofRow, ofPage: await items() };
  }

  it('offer nothing that revokes while another connection is unlocked', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await unlock('Other');
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');
    await expect.poll(() => workbench.panel.outline()).toContain('24 of 24');
    expect(await offered()).toEqual({ ofRow: [], ofPage: [] });
  });

  it('offer it once their own connection is unlocked', async () => {
    await unlock(connectionName);
    await expect.poll(offered).toEqual({
      ofRow: expect.arrayContaining(['Revoke Sessions…']),
      ofPage: expect.arrayContaining(['Revoke All Sessions…']),
    });
    await story.workbench.screenshot('locked-menus');
  });
});
