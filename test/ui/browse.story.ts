import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('browsing', () => {
  const story = tellStory({ theme: 'dark', demo: { identities: 40 } });

  it('shows the identities of the connection', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    const ada = await workbench.tree.scrollTo('Ada Lovelace');

    expect(await ada.description()).toContain('ada@example.org');
    await workbench.screenshot('identities');
  });

  it('shows the sessions of an identity', async () => {
    const { workbench } = story;
    const ada = workbench.tree.row('Ada Lovelace');
    await ada.expand();

    await expect.poll(() => ada.description()).toMatch(/ of 1,203 · /);
    await workbench.screenshot('sessions');
  });

  it('opens a session in the panel', async () => {
    const { workbench } = story;
    const session = workbench.tree.row(/Chrome/);
    await session.click();

    await expect.poll(() => workbench.panel.outline()).toContain('Copy JSON');
    expect(await workbench.editors.isPreview(/Chrome/)).toBe(true);
    await workbench.screenshot('session');
  });

  it('copies the JSON of a session', async () => {
    const { workbench } = story;
    await workbench.clipboard.write('');
    await workbench.tree.row(/Chrome/).chooseFromMenu('Copy Session JSON');

    await expect.poll(() => workbench.clipboard.read()).toMatch(/^\{\n {2}"id": "/);
  });
});
