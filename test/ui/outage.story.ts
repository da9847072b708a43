import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('a server that stops during browsing', () => {
  const story = tellStory({ demo: { identities: 20 } });
  const ada = () => story.workbench.tree.row('Ada Lovelace');

  it('leaves all rows in place and causes a row with the failure', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Ada Lovelace')).expand();
    await expect.poll(() => ada().description()).toMatch(/^100 of 1,203 · /);
    demo.faults.add({ matching: /\/sessions\?page=/, times: 1000, failing: { kind: 'reset' } });
    await (await workbench.tree.scrollTo('Load more')).click();

    await workbench.tree.scrollTo('Connection lost');
    await workbench.screenshot('outage');
    await workbench.tree.scrollTo('Ada Lovelace');
    expect(await ada().description()).toMatch(/^100 of 1,203 · /);
  });

  it('leaves a session in its panel, with the reason why Refresh failed', async () => {
    const { workbench, demo } = story;
    await workbench.tree.row('Chrome Win').click();
    await expect.poll(() => workbench.panel.outline()).toContain('Ada Lovelace');
    demo.faults.add({ matching: /^GET \/admin\/sessions\//, times: 1000, failing: { kind: 'status', status: 503 } });
    await workbench.panel.click('Refresh');

    await expect.poll(() => workbench.panel.outline()).toContain('The server reported an error (503)');
    expect(await workbench.panel.outline()).toContain('Ada Lovelace');
    await workbench.screenshot('outage-panel');
  });

  it('continues with the next page once it is back', async () => {
    const { workbench, demo } = story;
    demo.faults.clear();
    await (await workbench.tree.scrollTo('Connection lost')).click();

    await workbench.tree.scrollTo('Ada Lovelace');
    await expect.poll(() => ada().description()).toMatch(/^200 of 1,203 · /);
    await workbench.panel.click('Retry');
    await expect.poll(() => workbench.panel.outline()).not.toContain('The server reported an error (503)');
  });
});
