import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('a session of a stranger among those of the owner', () => {
  const story = tellStory({ size: { width: 1600, height: 1000 }, demo: { identities: 20 } });

  it('has more reasons than the others in its label for screen readers, and lists them in its tooltip', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const identity = await workbench.tree.scrollTo('Emmy Ritter');
    await identity.expand();
    const sessions = workbench.page.locator('.monaco-list-row[aria-level="3"]');
    const marked = sessions.and(workbench.page.locator('[aria-label$=" reasons"]'));
    await expect.poll(() => marked.count()).toBe(3);
    expect(await marked.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')))).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('Auckland, NZ')),
    );
    const tooltip = workbench.page.locator('.workbench-hover').first();
    await expect
      .poll(async () => {
        // A row that is drawn again under the pointer loses its tooltip until the pointer moves.
        await identity.locator.hover();
        await marked.first().hover();
        const text = tooltip.filter({ hasText: 'Auckland' });
        return text.innerText({ timeout: 3000 }).catch(() => '');
      })
      .toMatch(
        /\nWhere and how it began: 4 reasons\n- First sign-in from NZ\. The 20 earlier sessions since .* came from DE\./,
      );
  });

  it('has the commands of the tree in the menu of its row in the identity page', async () => {
    const { workbench } = story;
    await workbench.tree.row('Emmy Ritter').clickInline('Open Identity');
    await expect.poll(() => workbench.panel.outline()).toContain('24 of 24');
    await workbench.panel.content.getByRole('row').nth(3).click({ button: 'right' });
    const items = workbench.page.locator('.monaco-menu').getByRole('menuitem');
    await items.first().waitFor();
    const labels = (await items.allInnerTexts()).map((text) => text.trim());
    expect(labels).toEqual(expect.arrayContaining(['Open to the Side', 'Select for Compare', 'Refresh Session']));
    expect(labels).not.toContain('Compare Selected Sessions');
    await workbench.page.keyboard.press('Escape');
  });
});
