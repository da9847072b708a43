import { copyFile, mkdir, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/project.ts';
import { connectionName, tellStory } from './story.ts';

describe('the picture in the README', () => {
  const story = tellStory({ theme: 'dark', size: { width: 1280, height: 760 }, demo: { identities: 20 } });

  it('shows the current product', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.widenSidebar(470);
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await workbench.tree.row('Firefox Linux').waitFor();
    await workbench.tree.row('Firefox Linux').click();
    await expect.poll(() => workbench.panel.outline()).toContain('Auckland, NZ');
    await workbench.page.mouse.move(900, 700);

    const picture = await workbench.screenshot('readme');
    expect((await stat(picture)).size).toBeGreaterThan(20_000);
    if (process.env.UPDATE_README === '1') {
      await mkdir(at('media/screenshots'), { recursive: true });
      await copyFile(picture, at('media/screenshots/browse-dark.png'));
    }
  });
});
