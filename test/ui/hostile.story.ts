import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

/** Control and format characters, among them those that turn the direction of reading. */
const hidden = /\p{Cc}|\p{Cf}/u;

describe('text that strangers wrote', () => {
  const story = tellStory({ demo: { identities: 20 } });

  it('stands in the tree as text, with what hides made visible', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const mallory = await workbench.tree.scrollTo(/Mallory/);
    await mallory.expand();
    await workbench.tree.row(/onerror/).waitFor();

    expect(await mallory.label()).toContain('<b>Mallory</b>');
    expect(await mallory.label()).toContain('$(warning)');
    expect((await workbench.tree.lines()).filter((line) => hidden.test(line))).toEqual([]);
    await workbench.screenshot('hostile-tree');
  });

  it('stands in the panel as text, and runs nothing', async () => {
    const { workbench } = story;
    await workbench.tree.row(/onerror/).click();
    await expect.poll(() => workbench.panel.outline()).toContain('Mallory');

    const lines = (await workbench.panel.outline()).split('\n');
    expect(lines.filter((line) => hidden.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('<img src=x onerror=');
    expect(await workbench.panel.content.locator('img').count()).toBe(0);
    await workbench.screenshot('hostile-panel');
  });
});
