import { copyFile, mkdir, stat } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/project.ts';
import { connectionName, tellStory } from './story.ts';

describe('the picture in the README', () => {
  const story = tellStory({ size: { width: 1360, height: 1060 }, demo: { identities: 20 } });

  it('shows the current product', async () => {
    const { workbench } = story;
    const { content } = workbench.panel;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');
    await expect.poll(() => workbench.panel.outline()).toContain('First sign-in from NZ');
    await content.getByRole('row', { name: 'code_recovery' }).click();
    await expect.poll(() => workbench.panel.outline()).toContain('Signed in with a recovery code');
    await content.getByRole('complementary').getByRole('heading', { name: 'Times' }).waitFor();
    await (await workbench.panel.frame()).evaluate('document.querySelector(".origins").scrollIntoView()');
    await workbench.page.mouse.move(150, 800);

    const picture = await workbench.screenshot('readme');
    expect((await stat(picture)).size).toBeGreaterThan(20_000);
    if (process.env.UPDATE_README === '1') {
      await mkdir(at('media/screenshots'), { recursive: true });
      await copyFile(picture, at('media/screenshots/identity-dark.png'));
    }
  });
});
