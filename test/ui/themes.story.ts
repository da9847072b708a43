import { describe, expect, it } from 'vitest';
import { type Theme, themes } from './pages/workbench.ts';
import { tellStory } from './story.ts';

describe('demo data, from an empty view', () => {
  const story = tellStory({ connections: [] });

  it('is added, and more sessions of an identity are loaded', async () => {
    const { workbench } = story;
    const { tree } = workbench;
    await workbench.openKratosView();
    await tree.welcome.getByRole('button', { name: 'Open Demo' }).click();
    const ada = await (await tree.scrollTo('Ada Lovelace')).expand();
    await expect.poll(() => ada.description()).toMatch(/^100 of 1,203 · /);
    await (await tree.scrollTo('Load more')).click();
    await tree.scrollTo('Ada Lovelace');
    await expect.poll(() => ada.description()).toMatch(/^200 of 1,203 · /);
    await ada.collapse();
  });

  it('holds a session of a stranger among those of the owner, which opens in the panel', async () => {
    const { workbench } = story;
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await (await workbench.tree.row('Firefox Linux').waitFor()).click();

    await expect.poll(() => workbench.panel.outline()).toContain('Auckland, NZ');
  });

  it.each(Object.keys(themes) as Theme[])(
    'has no problem in the panel that axe finds in the %s theme',
    async (theme) => {
      const { workbench } = story;
      await workbench.useTheme(theme);

      expect(await workbench.panel.accessibilityViolations()).toEqual([]);
      await workbench.screenshot(`takeover-${theme}`);
    },
  );

  it('is opened as JSON in an editor', async () => {
    const { workbench } = story;
    await workbench.panel.click('Open JSON');
    await expect.poll(() => workbench.editors.activeName()).toMatch(/\.json$/);

    const session = JSON.parse(await workbench.editors.text()) as { devices: unknown[] };
    expect(session.devices).toMatchObject([{ location: 'Auckland, NZ' }]);
    await workbench.screenshot('json');
  });
});
