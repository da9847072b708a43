import { beforeAll, describe, expect, it } from 'vitest';
import type { ProfileName } from '../../src/demo/profile.ts';
import { type RateGateway, startRateGateway } from '../gateways/rateGateway.ts';
import { connectionName, tellStory } from './story.ts';

/** Limits per minute, of a clock that is four times as fast. */
const longWindow = 15;
const limit = { perSecond: 5, perMinute: 25 };

const day = 86_400_000;

/** Tells a story of 1,203 active sessions behind a rate limit. */
function tellOfMany(profile: ProfileName, writesPerMinute: number) {
  let gateway: RateGateway | undefined;
  const story = tellStory({
    demo: { identities: 20, profile },
    entry: { writable: true },
    gateway: async (url) => {
      const limits = { low: { ...limit, perMinute: writesPerMinute }, medium: limit, high: limit };
      gateway = await startRateGateway(url, { limits, windows: 'sliding', longWindow });
      return gateway;
    },
  });
  const sessions = () => story.demo.data.sessionsOf(story.demo.people.ada);
  beforeAll(() => {
    for (const session of sessions()) {
      session.active = true;
      story.demo.data.setExpiry(session.id, (Date.now() + day) * 1000);
    }
  });
  return {
    story,
    activeCount: () => sessions().filter(({ active }) => active).length,
    toast: (text: string | RegExp) => story.workbench.notifications.toast(text),
    writes: () => (gateway?.requests ?? []).filter(({ method }) => method !== 'GET'),
    refused: () => gateway?.refused,
    /** Revokes all sessions but three, which are selected in the tree. */
    revoke: async () => {
      const { workbench } = story;
      const { tree, notifications, quickInput } = workbench;
      await workbench.openKratosView();
      await tree.row(connectionName).expand();
      await workbench.runCommand('Kratos: Unlock Connection…');
      await expect.poll(() => quickInput.title()).toContain('Unlock Acme');
      await quickInput.accept();
      await (await tree.scrollTo('Ada Lovelace')).expand();
      const curl = await tree.row(/^curl/).waitFor();
      // Without a plain click, which opens a page.
      for (const row of [tree.row('Chrome Win'), tree.row('Safari iPhone'), curl]) {
        await row.alsoSelect();
        await expect.poll(() => row.locator.getAttribute('aria-selected')).toBe('true');
      }
      await curl.chooseFromMenu('Revoke All but These…');
      const question = 'Revoke 1,200 of 1,203 sessions of ada@example.org on Acme?';
      await notifications.dialog.getByText(question, { exact: true }).waitFor();
      await workbench.screenshot('many-plan');
      await notifications.dialogButton('Revoke 1,200 Sessions').click();
    },
  };
}

describe('1,200 of 1,203 sessions of a server that takes one at a time', () => {
  const { story, activeCount, toast, writes, refused, revoke } = tellOfMany('v26.2.0', 25);

  it('are revoked with counts and waits for the rate limit, until the user cancels', async () => {
    const { workbench } = story;
    await revoke();
    const waiting = /Revoking: \d+ of 1,200 · Waiting \d+ s for the rate limit/;
    await toast(waiting).waitFor();
    await workbench.screenshot('many-waiting');
    await workbench.notifications.click(waiting, 'Cancel');
    const result = toast(/ of 1,200 sessions of ada@example\.org ended\./);
    await result.waitFor();
    await workbench.screenshot('many-cancelled');

    const ended = 1203 - activeCount();
    expect(await result.innerText()).toMatch(new RegExp(`\\b${ended} of 1,200 sessions .* Not sent: 1,1\\d\\d\\.`));
    const deleted = writes().flatMap(({ method, target }) => (method === 'DELETE' ? [target] : []));
    expect([deleted.length, new Set(deleted).size]).toEqual([ended, ended]);
    expect(refused()).toEqual([]);
  });
});

describe('1,200 of 1,203 sessions of a server that takes several at once', () => {
  const { story, activeCount, toast, writes, refused, revoke } = tellOfMany('head', 2);

  it('are revoked by three requests, with counts and a wait for the rate limit', async () => {
    const { workbench } = story;
    await revoke();
    await toast(/Revoking: 1,000 of 1,200 · Waiting \d+ s for the rate limit/).waitFor();
    await workbench.screenshot('many-waiting-in-bulk');
    await toast('1,200 of 1,200 sessions of ada@example.org ended.').waitFor();
    await workbench.screenshot('many-ended');

    expect(activeCount()).toBe(3);
    expect(writes().map(({ method }) => method)).toEqual(['POST', 'POST', 'POST']);
    expect(refused()).toEqual([]);
  });
});
