import { describe, expect, it } from 'vitest';
import { type Theme, themes } from './pages/workbench.ts';
import { connectionName, tellStory } from './story.ts';

describe('rows in a sidebar of 300 pixels', () => {
  // High enough for all sessions at once.
  const story = tellStory({ size: { width: 1280, height: 1000 }, demo: { identities: 20 } });

  it.each(Object.keys(themes) as Theme[])(
    'show the age and the place of each of 24 sessions in the %s theme, so that the stranger’s differ from the owner’s',
    async (theme) => {
      const { workbench } = story;
      const { tree } = workbench;
      await workbench.openKratosView();
      await workbench.useTheme(theme);
      await workbench.widenSidebar(300);
      await tree.row(connectionName).expand();
      const emmy = await tree.scrollTo('Emmy Ritter');
      await emmy.expand();
      await expect.poll(() => emmy.description()).toMatch(/^24 of 24 · /);
      await workbench.page.mouse.move(900, 700);
      await workbench.screenshot(`rows-${theme}`);

      const shown = await tree.uncutDescriptions();
      expect(shown).toHaveLength(24);
      expect(shown.filter((words) => words.includes('Auckland, NZ'))).toEqual(shown.slice(0, 3));
      expect(shown.slice(3).filter((words) => !/^\d+ [a-z]+ · Berlin, DE/.test(words))).toEqual([]);
    },
  );

  it('stay selected below a selected row that is drawn again, because its page reads the session again', async () => {
    const { workbench, demo } = story;
    const { tree, panel } = workbench;
    await workbench.openKratosView();
    await tree.row(connectionName).expand();
    const emmy = await (await tree.scrollTo('Emmy Ritter')).expand();
    await expect.poll(() => emmy.description()).toMatch(/^24 of 24 · /);
    const first = await tree.rowBelow(emmy, 1);
    const second = await tree.rowBelow(emmy, 2);
    const third = await tree.rowBelow(emmy, 3);
    await first.click();
    await expect.poll(() => panel.outline()).toContain('Emmy Ritter');
    await second.alsoSelect();
    for (const { id } of demo.data.sessionsOf(demo.people.takenOver)) {
      demo.data.revokeSession(id);
    }
    await panel.click('Refresh');
    await expect.poll(() => first.locator.getAttribute('aria-label')).toContain('Revoked by');
    await third.alsoSelect();
    await workbench.screenshot('rows-selected');
    expect(await Promise.all([first, second, third].map((row) => row.isSelected()))).toEqual([true, true, true]);
    await third.chooseFromMenu('Copy Session Id');
    await expect.poll(() => workbench.clipboard.read()).toMatch(/^(\S{36}\n){2}\S{36}$/);
  });

  it('show a filter first, with an action that clears it', async () => {
    const { tree, quickInput } = story.workbench;
    const sina = await tree.scrollTo('Sina Stahl');
    await sina.clickInline('Filter Sessions…');
    await expect.poll(() => quickInput.items()).toHaveLength(3);
    await quickInput.pick('Active');
    await expect.poll(() => sina.description()).toBe('active · 2 of 2 · sina@example.org');
    await story.workbench.screenshot('rows-filtered');
    await sina.clickInline('Clear Session Filter');
    await expect.poll(() => sina.description()).toBe('5 of 5 · sina@example.org');
  });

  it('name a failure in a few words that are not cut', async () => {
    const { workbench, demo } = story;
    const { tree } = workbench;
    demo.faults.add({ matching: /\/sessions/, times: 99, failing: { kind: 'html', status: 200, title: 'Sign in' } });
    await (await tree.scrollTo('Otto Eins')).expand();
    const failure = await tree.row('Web page, not JSON').waitFor();
    await workbench.page.mouse.move(900, 700);
    await workbench.screenshot('rows-failed');
    expect(await failure.isCut()).toBe(false);
  });
});
