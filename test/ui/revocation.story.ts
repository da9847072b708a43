import { describe, expect, it } from 'vitest';
import { type Relay, startRelay } from '../gateways/relay.ts';
import { connectionName, tellStory } from './story.ts';

const endedAndVerified = 'ended and verified';

const planEditor = '.monaco-editor[data-uri^="kratos-report:"]';

/** Returns where the longest line of the plan ends. */
const endOfLines = `Math.max(...[...document.querySelectorAll('${planEditor} .view-line > span')]
  .map((line) => line.getBoundingClientRect().right))`;

describe('a revocation that does not go as planned', () => {
  let relay: Relay;
  const story = tellStory({
    demo: { identities: 20 },
    entry: { writable: true },
    gateway: async (url) => {
      relay = await startRelay(url);
      return { url: `http://127.0.0.1:${relay.port}`, close: relay.close };
    },
  });
  const sessions = (person: keyof typeof story.demo.people) => story.demo.data.sessionsOf(story.demo.people[person]);
  const open = (person: keyof typeof story.demo.people) =>
    sessions(person).filter(({ active, expiresAt }) => active && expiresAt > Date.now() * 1000);
  const deletes = () => story.demo.requests.filter(({ method }) => method === 'DELETE').map(({ target }) => target);
  const idOf = (target: string) => target.replace('/admin/sessions/', '');
  const dialog = () => story.workbench.notifications.dialog;
  const press = (button: string) => story.workbench.notifications.dialogButton(button).click();
  const toast = (text: string | RegExp) => story.workbench.notifications.toast(text);
  /** Returns the first cell of each row of the results. */
  const resultRows = () => story.workbench.panel.content.locator('tbody tr td:first-child').allInnerTexts();

  const unlock = async () => {
    const { workbench } = story;
    await workbench.runCommand('Kratos: Unlock Connection…');
    await expect.poll(() => workbench.quickInput.title()).toContain(`Unlock ${connectionName}`);
    await workbench.quickInput.accept();
  };

  const plan = async (name: string) => {
    const { workbench } = story;
    await workbench.runCommand('View: Close All Editor Groups');
    await (await workbench.tree.scrollTo(name)).chooseFromMenu('Revoke All Sessions…');
    await dialog().waitFor();
  };

  it('shows sessions as ended and verified when the server ended them and its responses were lost', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await unlock();
    demo.beforeAnswer = ({ method, target }) => {
      if (method === 'DELETE') {
        demo.data.revokeSession(idOf(target));
      }
    };
    demo.faults.add({ matching: /^DELETE /, times: 3, failing: { kind: 'reset' } });
    await plan('Drew Dreyer');
    await press('Revoke 3 Sessions');

    await toast('3 of 3 sessions of drew@example.org ended.').waitFor();
    await expect.poll(resultRows).toEqual([endedAndVerified, endedAndVerified, endedAndVerified]);
    expect(new Set(deletes().map(idOf))).toEqual(new Set(sessions('threeSessions').map(({ id }) => id)));
    expect(deletes()).toHaveLength(3);
    expect(await toast('drew@example.org').getByRole('button', { name: 'Try Failed Again' }).count()).toBe(0);
    await workbench.screenshot('revocation-lost-answers');
    demo.beforeAnswer = undefined;
  });

  it('offers to check after a reload what a window had begun, and shows the results', async () => {
    const { workbench, demo } = story;
    demo.requests.length = 0;
    demo.faults.add({ matching: /^DELETE /, times: 2, failing: { kind: 'hang' } });
    await plan('Numa Zahl');
    await press('Revoke 2 Sessions');
    await expect.poll(() => deletes().length).toBe(2);
    const [first] = sessions('bigNumber');
    demo.data.revokeSession(first?.id ?? '');
    // VS Code restores the view, and hides the offer after 12 seconds.
    await workbench.reload();

    const offer = '1 revocation was begun and not verified (Acme, 2 sessions). Check it now?';
    await toast(offer).waitFor();
    await workbench.screenshot('revocation-unfinished');
    await workbench.notifications.click(offer, 'Check Now');
    await toast(/1 of 2 sessions of .* ended\. Failed: 1\.$/).waitFor();
    await expect
      .poll(resultRows)
      .toEqual(['failed: no response was received, and nothing changed', 'ended and verified']);
    await workbench.screenshot('revocation-checked');
    expect(deletes()).toHaveLength(2);
  });

  it('shows what is known of each session when the server stops during revoking', async () => {
    const { workbench, demo } = story;
    await unlock();
    demo.requests.length = 0;
    demo.beforeAnswer = async ({ method }) => {
      if (method === 'DELETE' && deletes().length === 3) {
        demo.beforeAnswer = undefined;
        await relay.pointAt(undefined);
      }
    };
    await plan('Emmy Ritter');
    await press('Revoke 8 Sessions');

    await toast(/0 of 8 sessions of emmy@example\.net ended\./).waitFor();
    await workbench.screenshot('revocation-dead');
    await expect.poll(resultRows).toHaveLength(8);
    for (const row of await resultRows()) {
      expect(row).toMatch(/^(accepted, but not read again|failed|not sent): /);
    }
  });

  it('revokes the rest by Try Failed Again once the server is back, and sends nothing again that it has done', async () => {
    const { workbench, demo } = story;
    const sent = deletes().length;
    const sentInVain: string[] = [];
    demo.beforeAnswer = ({ method, target }) => {
      if (method === 'DELETE' && !open('takenOver').some(({ id }) => id === idOf(target))) {
        sentInVain.push(target);
      }
    };
    await relay.pointAt(demo.url);
    await workbench.notifications.click(/0 of 8 sessions/, 'Try Failed Again');
    await dialog().waitFor();
    await workbench.screenshot('revocation-again-plan');
    await press('Revoke 8 Sessions');

    await toast('8 of 8 sessions of emmy@example.net ended.').waitFor();
    const again = deletes().length - sent;
    await expect
      .poll(resultRows)
      .toEqual(Array.from({ length: 8 }, (_, place) => (place < again ? endedAndVerified : 'already ended')));
    await workbench.screenshot('revocation-again');
    expect(sentInVain).toEqual([]);
    expect(again).toBeGreaterThan(0);
    expect(again).toBeLessThan(8);
    expect(open('takenOver')).toEqual([]);
    demo.beforeAnswer = undefined;
  });

  const begin = (person: keyof typeof story.demo.people) =>
    story.demo.data.addSession(story.demo.people[person], {
      devices: [
        {
          userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:141.0) Gecko/20100101 Firefox/141.0',
          ipAddress: '192.0.2.9',
          location: 'Lagos, NG',
        },
      ],
    });
  const question = '1 new session since the plan (Firefox 141 on Linux, Lagos, NG, 192.0.2.9). Include it?';

  it('shows each line of its plan in full in an editor 320 pixels wide', async () => {
    const { workbench } = story;
    await workbench.useTheme('highContrast');
    await workbench.page.setViewportSize({ width: 1000, height: 800 });
    await plan('Vera Viereck');
    await workbench.screenshot('revocation-narrow-plan');

    const { x = 0, width = 0 } = (await workbench.page.locator(planEditor).boundingBox()) ?? {};
    expect(Math.round(width)).toBeCloseTo(320, -1);
    await expect.poll(() => workbench.page.evaluate<number>(endOfLines)).toBeLessThanOrEqual(x + width);
    await press('Cancel');
  });

  it('asks about a session that began since the plan, and sends nothing when the question is closed', async () => {
    const { workbench } = story;
    const sent = deletes().length;
    await plan('Vera Viereck');
    begin('fourSessions');
    await press('Revoke 3 Sessions');
    await dialog().getByText(question, { exact: true }).waitFor();
    await workbench.screenshot('revocation-new-session');
    await press('Cancel');

    await expect.poll(() => dialog().count()).toBe(0);
    await plan('Vera Viereck');
    await dialog().getByText('Revoke all 4 sessions of vera@example.org on Acme?', { exact: true }).waitFor();
    await press('Cancel');
    expect(deletes()).toHaveLength(sent);
  });

  it('keeps a session that began since the plan when the user selects Keep It', async () => {
    await plan('Zoe Zweig');
    const { id } = begin('twoSessions');
    await press('Revoke 2 Sessions');
    await dialog().getByText(question, { exact: true }).waitFor();
    await press('Keep It');

    await toast('2 of 2 sessions of zoe@example.org ended.').waitFor();
    expect(open('twoSessions').map((session) => session.id)).toEqual([id]);
  });

  it('revokes a session that began since the plan, too, when the user includes it', async () => {
    await plan('Pia Vogel');
    begin('nestedName');
    await press('Revoke 1 Session');
    await dialog().getByText(question, { exact: true }).waitFor();
    await press('Include');

    await toast('2 of 2 sessions of pia@example.com ended.').waitFor();
    expect(open('nestedName')).toEqual([]);
  });
});
