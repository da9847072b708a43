import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import type { ProfileName } from '../../src/demo/profile.ts';
import { type RateGateway, startRateGateway } from '../gateways/rateGateway.ts';
import { openWorkbench } from './openWorkbench.ts';
import type { Workbench } from './pages/workbench.ts';

/** Limits per minute, of a clock that is four times as fast. */
const longWindow = 15;
const limit = { perSecond: 5, perMinute: 25 };

const day = 86_400_000;

describe('1,200 of 1,203 sessions behind a rate limit', () => {
  const servers: { readonly demo: DemoServer; readonly gateway: RateGateway }[] = [];
  let workbench: Workbench;

  const start = async (profile: ProfileName, writesPerMinute: number) => {
    const demo = await startDemoServer({ identities: 20, profile });
    for (const session of demo.data.sessionsOf(demo.people.ada)) {
      session.active = true;
      demo.data.setExpiry(session.id, (Date.now() + day) * 1000);
    }
    const limits = { low: { ...limit, perMinute: writesPerMinute }, medium: limit, high: limit };
    const gateway = await startRateGateway(demo.url, { limits, windows: 'sliding', longWindow });
    servers.push({ demo, gateway });
    return gateway.url;
  };
  const active = (demo: DemoServer) => demo.data.sessionsOf(demo.people.ada).filter(({ active }) => active).length;
  const toast = (text: string | RegExp) => workbench.notifications.toast(text);
  const writes = ({ requests }: RateGateway) => requests.filter(({ method }) => method !== 'GET');

  /** Plans to revoke all sessions but the three newest. */
  const plan = async (connection: string) => {
    const { tree, notifications } = workbench;
    await workbench.openKratosView();
    // The menu of a row is that of all selected rows.
    await tree.row(connection).click();
    await tree.row(connection).expand();
    await tree.row(connection).chooseFromMenu('Unlock Connection…');
    await expect.poll(() => workbench.quickInput.title()).toContain('Unlock');
    await workbench.quickInput.accept();
    await (await tree.scrollTo('Ada Lovelace')).expand();
    await tree.row(/^curl/).waitFor();
    await tree.row('Chrome Win').click();
    await tree.row('Safari iPhone').alsoSelect();
    await tree.row(/^curl/).alsoSelect();
    await tree.row(/^curl/).chooseFromMenu('Revoke All but These…');
    await notifications.dialog
      .getByText(`Revoke 1,200 of 1,203 sessions of ada@example.org on ${connection}?`)
      .waitFor();
  };

  beforeAll(async () => {
    const connections = [
      { name: 'Single', url: await start('v26.2.0', 25), writable: true },
      { name: 'Bulk', url: await start('head', 2), writable: true },
    ];
    workbench = await openWorkbench({ connections });
  });

  afterAll(async () => {
    await workbench.close();
    for (const { demo, gateway } of servers) {
      await gateway.close();
      await demo.close();
    }
  });

  it('are revoked one by one with counts and waits, until the user cancels', async () => {
    const [{ demo, gateway } = expect.unreachable()] = servers;
    await plan('Single');
    await workbench.screenshot('many-plan');
    await workbench.notifications.dialogButton('Revoke 1,200 Sessions').click();
    const waiting = /Revoking: \d+ of 1,200 · Waiting \d+ s for the rate limit/;
    await toast(waiting).waitFor();
    await workbench.screenshot('many-waiting');
    await workbench.notifications.click(waiting, 'Cancel');
    const result = toast(/ of 1,200 sessions of ada@example\.org ended\./);
    await result.waitFor();
    await workbench.screenshot('many-cancelled');

    const ended = 1203 - active(demo);
    expect(await result.innerText()).toMatch(new RegExp(`\\b${ended} of 1,200 sessions .* Not sent: 1,1\\d\\d\\.`));
    const deleted = writes(gateway).flatMap(({ method, target }) => (method === 'DELETE' ? [target] : []));
    expect(new Set(deleted).size).toBe(deleted.length);
    expect(deleted).toHaveLength(ended);
    expect(gateway.refused).toEqual([]);
  });

  it('are revoked by three requests with counts and a wait where the server takes several at once', async () => {
    const [, { demo, gateway } = expect.unreachable()] = servers;
    await workbench.tree.row('Single').collapse();
    await workbench.runCommand('View: Close All Editor Groups');
    await plan('Bulk');
    await workbench.notifications.dialogButton('Revoke 1,200 Sessions').click();
    await toast(/Revoking: 1,000 of 1,200 · Waiting \d+ s for the rate limit/).waitFor();
    await workbench.screenshot('many-bulk-waiting');
    await toast('1,200 of 1,200 sessions of ada@example.org ended.').waitFor();
    await workbench.screenshot('many-bulk');
    expect(active(demo)).toBe(3);
    expect(writes(gateway)).toHaveLength(3);
    expect(gateway.refused).toEqual([]);
  });
});
