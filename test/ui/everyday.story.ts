import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { chooseFromOpenMenu } from './pages/menu.ts';
import { StatusBar } from './pages/statusBar.ts';
import { connectionName, tellStory } from './story.ts';

/** Where a character of the id on the line "session_id=…" is, in pixels from the start of the line. */
const inId = { x: 160, y: 8 };

describe('everyday work with the view, the palette and editors', () => {
  const story = tellStory({ demo: { identities: 20 }, files: { 'plain.txt': 'session_id=unknown\n' } });
  const sessions = () => story.demo.data.sessionsOf(story.demo.people.takenOver);
  const line = (words: string): Locator =>
    story.workbench.page.locator('.editor-group-container.active .view-line').filter({ hasText: words });
  const menuItem = (name: string) =>
    story.workbench.page.locator('.monaco-menu').getByRole('menuitem', { name, exact: true });

  it('begins with Find Session, Add Connection and Refresh in the title of the view, at 300 pixels', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.widenSidebar(300);
    await workbench.tree.row(connectionName).expand();
    await workbench.view.hover();
    const title = workbench.page.locator('.part.sidebar .composite.title');
    const labels = await title
      .getByRole('button')
      .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('aria-label') ?? ''));
    expect(labels.slice(0, 3)).toEqual(['Find Session…', 'Add Connection…', 'Refresh']);
    await title.getByRole('button', { name: /^(Views and )?More Actions/ }).click();
    await menuItem('Search Loaded Sessions…').waitFor();
    await workbench.screenshot('view-title');
    await workbench.page.keyboard.press('Escape');
  });

  it('lists Find Identity and Find Session first in the palette, and the last used one before all', async () => {
    const { workbench } = story;
    const first = async (typed: string) => {
      await workbench.page.keyboard.press('F1');
      await workbench.quickInput.type(`>${typed}`);
      await expect.poll(async () => (await workbench.quickInput.items())[0]).toContain('Kratos: Find');
      const labels = (await workbench.quickInput.items()).map((item) => item.split(',')[0]);
      await workbench.screenshot(`palette-${typed.replaceAll(' ', '-')}`);
      await workbench.quickInput.cancel();
      return labels.slice(0, 2);
    };
    expect(await first('kratos find')).toEqual(['Kratos: Find Identity…', 'Kratos: Find Session…']);
    expect((await first('find session'))[0]).toBe('Kratos: Find Session…');
    await workbench.runCommand('Kratos: Find Session…');
    await expect.poll(() => workbench.quickInput.title()).toBe('Find Session');
    await workbench.quickInput.cancel();
    expect((await first('kratos'))[0]).toBe('Kratos: Find Session…');
  });

  it('offers Find in Kratos at a right-click on an id that the cursor is not in, and opens its session', async () => {
    const { workbench } = story;
    const openMenu = async () => {
      await line('session_id').click({ button: 'right', position: inId });
      await menuItem('Paste').waitFor();
    };
    await workbench.openFile('plain.txt');
    await openMenu();
    expect(await menuItem('Find in Kratos').count()).toBe(0);
    await workbench.page.keyboard.press('Escape');

    await workbench.clipboard.write(`session_id=${sessions()[0]?.id}\n\n`);
    await workbench.editors.focusText();
    await workbench.page.keyboard.press('Control+A');
    await workbench.page.keyboard.press('Control+V');
    await workbench.clipboard.write('');
    // The extension has to receive the text first, and an open menu does not change.
    await expect
      .poll(async () => {
        await workbench.page.keyboard.press('Escape');
        await workbench.page.keyboard.press('Control+End');
        await openMenu();
        return menuItem('Find in Kratos').count();
      })
      .toBe(1);
    await workbench.screenshot('find-in-kratos');
    await chooseFromOpenMenu(workbench.page, 'Find in Kratos');
    await expect.poll(() => workbench.quickInput.items()).toEqual([expect.stringContaining('python-requests 2.32')]);
    await workbench.screenshot('find-in-kratos-found');
    await workbench.quickInput.accept();
    await expect.poll(() => workbench.panel.outline()).toContain('Emmy Ritter');
  });

  it('names the look-up after the command that waits for it', async () => {
    const { workbench } = story;
    await workbench.editors.tab('plain.txt').click();
    await workbench.tree.row(connectionName).click();
    await workbench.runCommand('Kratos: Copy Session JSON');
    await expect.poll(() => workbench.quickInput.title()).toBe('Copy Session JSON: which session?');
    await workbench.quickInput.cancel();
  });

  it('says in the status bar what was saved, and offers its hash there', async () => {
    const { workbench } = story;
    await workbench.editors.tab(/python-req/).click();
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => workbench.quickInput.value()).toMatch(/\.json$/);
    await workbench.quickInput.accept();
    const { saved } = new StatusBar(workbench.page);
    await saved.click();
    await expect.poll(() => workbench.quickInput.title()).toMatch(/^Saved the session in kratos-Emmy-Ritter-/);
    await workbench.screenshot('saved-hash');
    await workbench.clipboard.write('');
    await workbench.quickInput.pick('Copy Hash');
    await expect.poll(() => workbench.clipboard.read()).toMatch(/^[\da-f]{64}$/);
    expect(await workbench.notifications.texts()).toEqual([]);
  });
});
