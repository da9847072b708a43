import { describe, expect, it } from 'vitest';
import { type Theme, themes } from './openWorkbench.ts';
import { tellStory } from './story.ts';

describe.each(Object.keys(themes) as Theme[])('in the %s theme, from an empty view', (theme) => {
  const story = tellStory({ theme, connections: [] });

  it('the user adds demo data and loads more sessions of an identity', async () => {
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

  it('the user finds and opens a stranger’s session among the owner’s', async () => {
    const { workbench } = story;
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await (await workbench.tree.row('Firefox Linux').waitFor()).click();

    await expect.poll(() => workbench.panel.outline()).toContain('Auckland, NZ');
    await workbench.screenshot(`takeover-${theme}`);
  });

  it('axe finds no problem in the panel', async () => {
    expect(await story.workbench.panel.accessibilityViolations()).toEqual([]);
  });

  it('the user opens the JSON of the session in an editor', async () => {
    const { workbench } = story;
    await workbench.panel.click('Open JSON');
    await expect.poll(() => workbench.editors.activeName()).toMatch(/\.json$/);

    const session = JSON.parse(await workbench.editors.text()) as { devices: unknown[] };
    expect(session.devices).toMatchObject([{ location: 'Auckland, NZ' }]);
    await workbench.screenshot(`json-${theme}`);
  });
});
