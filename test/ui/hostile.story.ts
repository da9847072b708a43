import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

/** Control and format characters, including those that change the direction of text. */
const hidden = /\p{Cc}|\p{Cf}/u;

describe('hostile text', { tags: 'main' }, () => {
  const story = tellStory({ demo: { identities: 20 } });

  it('is plain text in the tree, with hidden characters made visible', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const mallory = await workbench.tree.scrollTo(/Mallory/);
    await mallory.expand();
    await workbench.tree.rowOfDevice('<img src=x onerror=alert(1)>').waitFor();

    expect(await mallory.label()).toContain('<b>Mallory</b>');
    expect(await mallory.label()).toContain('$(warning)');
    expect((await workbench.tree.lines()).filter((line) => hidden.test(line))).toEqual([]);
    await workbench.screenshot('hostile-tree');
  });

  it('is plain text in the panel and runs no script', async () => {
    const { workbench } = story;
    await workbench.tree.rowOfDevice('<img src=x onerror=alert(1)>').click();
    await expect.poll(() => workbench.panel.outline()).toContain('Mallory');

    const lines = (await workbench.panel.outline()).split('\n');
    expect(lines.filter((line) => hidden.test(line))).toEqual([]);
    expect(lines.join('\n')).toContain('<img src=x onerror=');
    expect(await workbench.panel.content.locator('img').count()).toBe(0);
    await workbench.screenshot('hostile-panel');
  });
});
