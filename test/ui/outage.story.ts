import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('a server that stops half-way', () => {
  const story = tellStory({ demo: { identities: 20 } });
  const ada = () => story.workbench.tree.row('Ada Lovelace');

  it('loses nothing that was shown, and says in a row what happened', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Ada Lovelace')).expand();
    await expect.poll(() => ada().description()).toMatch(/100 of 1,203$/);
    demo.faults.add({ matching: /\/sessions\?page=/, times: 1000, failing: { kind: 'reset' } });
    await (await workbench.tree.scrollTo('Load more')).click();

    await workbench.tree.scrollTo(/closed the connection before it answered/);
    await workbench.screenshot('outage');
    await workbench.tree.scrollTo('Ada Lovelace');
    expect(await ada().description()).toMatch(/100 of 1,203$/);
  });

  it('keeps an open session in its panel, and says under it why Refresh brought nothing', async () => {
    const { workbench, demo } = story;
    await workbench.tree.row(/^Chrome 141 on Windows/).click();
    await expect.poll(() => workbench.panel.outline()).toContain('Ada Lovelace');
    demo.faults.add({ matching: /^GET \/admin\/sessions\//, times: 1000, failing: { kind: 'status', status: 503 } });
    await workbench.panel.click('Refresh');

    await expect.poll(() => workbench.panel.outline()).toContain('The server reported an error (503)');
    expect(await workbench.panel.outline()).toContain('Ada Lovelace');
    await workbench.screenshot('outage-panel');
  });

  it('goes on where it stopped, once the server is back', async () => {
    const { workbench, demo } = story;
    demo.faults.clear();
    await (await workbench.tree.scrollTo(/closed the connection before it answered/)).click();

    await workbench.tree.scrollTo('Ada Lovelace');
    await expect.poll(() => ada().description()).toMatch(/200 of 1,203$/);
    await workbench.panel.click('Retry');
    await expect.poll(() => workbench.panel.outline()).not.toContain('The server reported an error (503)');
  });
});
