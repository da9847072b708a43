import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

const mostActions = 15;

describe('a taken-over account', { tags: 'main' }, () => {
  const story = tellStory({
    size: { width: 1600, height: 1000 },
    demo: { identities: 20 },
    entry: { writable: true },
  });
  const sessions = () => story.demo.data.sessionsOf(story.demo.people.takenOver);
  const strangers = () => sessions().slice(0, 3);
  const content = () => story.workbench.panel.content;
  const origins = () => content().getByRole('region', { name: 'Origins' }).locator('.axis > ol > li');
  const isOwners = async (origin: Locator) => (await origin.innerText()).includes(', DE');
  const writes = () => story.demo.requests.filter(({ method }) => method !== 'GET').map(({ target }) => target);
  const dialog = () => story.workbench.notifications.dialog;
  const dialogButton = (label: string) => story.workbench.notifications.dialogButton(label);

  /** Returns the text of the identity's page and of the results beside it. */
  const besideEachOther = async () => {
    const views = [0, 1].map((place) => story.workbench.page.frameLocator('iframe.webview:visible').nth(place));
    const texts = views.map((view) => view.frameLocator('iframe#active-frame').locator('body').innerText());
    return (await Promise.all(texts)).join('\n');
  };

  /** What the user does in the window: each click, command, text or accepted input. */
  const actions: string[] = [];
  const act = async (action: string, work: Promise<void>) => {
    actions.push(action);
    await work;
  };

  it('is found from a log line, and its page offers to revoke once the connection is unlocked', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await workbench.clipboard.write(`level=warning msg="odd place" session_id=${sessions()[0]?.id}`);
    await act('Find Session', workbench.runCommand('Kratos: Find Session…'));
    await expect.poll(() => workbench.quickInput.items()).toEqual([expect.stringContaining('python-requests 2.32')]);
    await act('accept the session', workbench.quickInput.accept());
    await expect.poll(() => workbench.panel.outline()).toContain('Other Sessions (23)');
    await act('Other Sessions', workbench.panel.click('Other Sessions (23)'));
    await expect.poll(() => workbench.panel.outline()).toContain('24 of 24');
    await origins().nth(1).waitFor();
    expect(await content().getByRole('button', { name: 'Revoke All but…' }).count()).toBe(0);

    await act('Unlock Connection', workbench.runCommand('Kratos: Unlock Connection…'));
    await expect.poll(() => workbench.quickInput.title()).toContain('Unlock Acme');
    await act('accept without a reason', workbench.quickInput.accept());
    await content().getByRole('button', { name: 'Revoke All but…' }).waitFor();
  });

  it('is planned: all sessions are revoked but those of the origins that the owner recognised', async () => {
    const { workbench } = story;
    for (const origin of await origins().all()) {
      if (await isOwners(origin)) {
        const button = origin.getByRole('button', { name: 'Recognised by the Owner' });
        await act('Recognised by the Owner', button.click());
        await expect.poll(() => button.getAttribute('aria-pressed')).toBe('true');
      }
    }
    await act('Revoke All but…', workbench.panel.click('Revoke All but…'));
    await expect.poll(() => workbench.quickInput.title()).toContain('but Those of the Checked Origins');
    await workbench.screenshot('incident-origins');
    await act('accept the checked origins', workbench.quickInput.accept());

    await dialog()
      .getByText(/^Revoke 3 of 8 sessions of emmy@example\.net on Acme\?$/)
      .waitFor();
    await workbench.screenshot('incident-plan');
    expect(await dialog().innerText()).toContain('Anyone who knows it can sign in again.');
    expect(writes()).toEqual([]);
  });

  it(`ends in at most ${mostActions} actions, with the end of the stranger’s sessions verified, the owner’s kept, and a note on it`, async () => {
    const { workbench } = story;
    const before = sessions().filter(({ active }) => active).length;
    await act('Revoke 3 Sessions', dialogButton('Revoke 3 Sessions').click());
    await workbench.notifications.toast('3 of 3 sessions of emmy@example.net ended.').waitFor();
    await expect.poll(besideEachOther).toContain('3 sessions, 0 active');
    await expect.poll(besideEachOther).toContain('ended and verified');
    await workbench.screenshot('incident-result');
    await workbench.clipboard.write('');
    await act('Copy Incident Note', workbench.runCommand('Kratos: Copy Incident Note'));
    await expect.poll(() => workbench.quickInput.title()).toContain('with or without personal data?');
    // The question stays while the user looks at the page.
    await workbench.page
      .locator('iframe.webview:visible')
      .first()
      .click({ position: { x: 5, y: 5 } });
    await act('Without Personal Data', workbench.quickInput.pick('Without Personal Data'));
    await expect.poll(() => workbench.clipboard.read()).toContain('3 ended and verified');

    expect(new Set(writes())).toEqual(new Set(strangers().map(({ id }) => `/admin/sessions/${id}`)));
    expect(strangers().map(({ active }) => active)).toEqual([false, false, false]);
    expect(sessions().filter(({ active }) => active)).toHaveLength(before - 3);
    expect(actions.length).toBeLessThanOrEqual(mostActions);
  });

  it('shows the plan of one origin from its button, and sends nothing when it is closed', async () => {
    const { workbench } = story;
    const sent = writes().length;
    await workbench.runCommand('View: Close All Editor Groups');
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');
    await origins().nth(1).getByRole('button', { name: 'Revoke Sessions…' }).click();

    await dialog()
      .getByText(/^Revoke all 5 sessions of emmy@example\.net on Acme\?$/)
      .waitFor();
    await dialogButton('Cancel').click();
    await expect.poll(() => dialog().count()).toBe(0);
    expect(writes()).toHaveLength(sent);
  });
});
