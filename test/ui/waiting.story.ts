import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { type RateGateway, startRateGateway } from '../gateways/rateGateway.ts';
import { openWorkbench } from './openWorkbench.ts';
import type { Workbench } from './pages/workbench.ts';

const waiting = /^Waiting \d+ s for the rate limit\. Select to cancel\.$/;

/** The list of identities, the sessions of two of them, and one session by its id exhaust the rate limit. */
const limits = {
  medium: { perSecond: 5, perMinute: 3 },
  high: { perSecond: 5, perMinute: 1 },
  low: { perSecond: 5, perMinute: 1 },
};

/** In seconds: a limit that is exhausted in the first story must be so in the last one. */
const longerThanTheStories = 600;

describe('a server that lets few requests through', () => {
  let demo: DemoServer;
  let gateway: RateGateway;
  let workbench: Workbench;

  beforeAll(async () => {
    demo = await startDemoServer({ identities: 20 });
    gateway = await startRateGateway(demo.url, { limits, windows: 'sliding', longWindow: longerThanTheStories });
    const settings = { 'kratosExplorer.pageSize': 10 };
    workbench = await openWorkbench({ connections: [{ name: 'Acme', url: gateway.url }], settings });
  });

  afterAll(async () => {
    await workbench.close();
    await gateway.close();
    await demo.close();
  });

  it('shows the wait in the list, and cancels when the row is selected', async () => {
    const { tree } = workbench;
    await workbench.openKratosView();
    await tree.row('Acme').expand();
    await expect.poll(async () => (await tree.lines()).length).toBeGreaterThan(5);
    const names = (await tree.lines()).slice(1, 4).map((line) => line.trim().replace(/ \| .*/, ''));
    for (const name of names.slice(0, 2)) {
      const identity = await tree.row(name).expand();
      await expect.poll(() => gateway.requests.length).toBe(names.indexOf(name) + 2);
      await identity.collapse();
    }
    await tree.row(names[2] ?? '').expand();
    const row = await tree.row(waiting).waitFor();
    await workbench.screenshot('waiting');
    await row.click();
    await tree.row('Cancelled').waitFor();
    expect(gateway.requests).toHaveLength(3);
    expect(gateway.refused).toEqual([]);
  });

  it('shows the wait in the panel, with a button to cancel', async () => {
    const { tree, panel } = workbench;
    const [, first] = await tree.lines();
    await tree.row((first ?? '').trim().replace(/ \| .*/, '')).expand();
    await tree.row(/ (?:Win|Mac|Linux|iPhone|Android)$/).click();
    await expect.poll(() => panel.outline()).toContain('Open JSON');
    expect(await panel.outline()).not.toContain('as of');
    await panel.click('Refresh');
    // A second Refresh before the response would join the first.
    await expect.poll(() => panel.outline()).toContain('as of');
    expect(gateway.requests).toHaveLength(4);
    await panel.click('Refresh');
    await expect.poll(() => panel.outline()).toMatch(/Waiting \d+ s for the rate limit/);
    await panel.click('Cancel');

    await expect.poll(() => panel.outline()).toContain('Cancelled before the server answered');
    expect(gateway.refused).toEqual([]);
  });

  it('shows the wait below a look-up, which Escape cancels', async () => {
    const { quickInput } = workbench;
    await workbench.runCommand('Kratos: Find Session…');
    await quickInput.type('00000000-0000-4000-8000-000000000000');
    await quickInput.item(/^Waiting \d+ s for the rate limit$/).waitFor();
    await quickInput.cancel();

    expect(gateway.requests).toHaveLength(4);
  });

  it('shows the wait while everything is loaded, which its notification cancels', async () => {
    const { tree, notifications } = workbench;
    await tree.row('Acme').chooseFromMenu('Load All');
    await notifications.toast(/10 shown · Waiting \d+ s for the rate limit/).waitFor();
    await notifications.click(/Waiting/, 'Cancel');
    await notifications.toast(/Waiting/).waitFor({ state: 'hidden' });

    await expect.poll(() => tree.lines()).toContain('  Load more | 10 shown');
    expect(gateway.refused).toEqual([]);
  });
});
