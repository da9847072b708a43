import { describe, expect, it } from 'vitest';
import { type Theme, themes } from './openWorkbench.ts';
import { connectionName, tellStory } from './story.ts';

describe.each(Object.keys(themes) as Theme[])('in the %s theme', (theme) => {
  const story = tellStory({ theme, demo: { identities: 20 } });

  it('an identity, its sessions and one of them are read', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const emmy = await workbench.tree.scrollTo('Emmy Ritter');
    await emmy.expand();
    const stranger = await workbench.tree.row(/^Firefox 144 on Linux/).waitFor();
    await stranger.click();

    await expect.poll(() => workbench.panel.outline()).toContain('Auckland, NZ');
    await workbench.screenshot(`takeover-${theme}`);
  });

  it('the panel has nothing against it that axe knows of', async () => {
    expect(await story.workbench.panel.accessibilityViolations()).toEqual([]);
  });
});
