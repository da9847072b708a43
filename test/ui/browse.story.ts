import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('browsing', () => {
  const story = tellStory({ theme: 'dark' });

  it('shows the identities of the connection', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    const connection = await workbench.tree.row(connectionName).expand();

    await expect.poll(() => connection.isExpanded()).toBe(true);
    await expect.poll(() => workbench.tree.lines()).toContainEqual(expect.stringMatching(/^ {2}Ada Lovelace/));
    await workbench.screenshot('browsing');
  });
});
