import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

const mostActions = 15;

describe('a taken-over account, with the keyboard only', { tags: 'main' }, () => {
  const story = tellStory({
    size: { width: 1600, height: 1000 },
    demo: { identities: 20 },
    entry: { writable: true },
  });
  const sessions = () => story.demo.data.sessionsOf(story.demo.people.takenOver);
  const strangers = () => sessions().slice(0, 3);
  const content = () => story.workbench.panel.content;
  const origins = () => content().getByRole('region', { name: 'Origins' }).locator('.axis > ol > li');
  const writes = () => story.demo.requests.filter(({ method }) => method !== 'GET').map(({ target }) => target);
  const press = (key: string) => story.workbench.page.keyboard.press(key);

  /** What the user does in the window: each command, text, accepted input or pressed button. */
  const actions: string[] = [];
  const act = async (action: string, work: Promise<void>) => {
    actions.push(action);
    await work;
  };
  const command = (title: string) => act(title, story.workbench.runCommandByKeyboard(title));
  const enter = (action: string) => act(action, press('Enter'));
  const accept = (action: string) => act(action, story.workbench.quickInput.accept());

  it('is found from a log line, and its page opens beside the row in the tree', async () => {
    const { workbench } = story;
    await workbench.clipboard.write(`level=warning msg="odd place" session_id=${sessions()[0]?.id}`);
    await command('Kratos: Find Session…');
    await workbench.quickInput.focusedItem(/^python-requests/).waitFor();
    await accept('accept the session');
    await expect.poll(() => workbench.panel.outline()).toContain('Other Sessions (23)');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await command('Kratos: Open Identity');
    await expect.poll(() => workbench.editors.activeName()).toBe('Emmy Ritter');
    await origins().nth(1).waitFor();
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
  });

  it('is planned after the owner’s origins were marked as recognised', async () => {
    const { workbench } = story;
    await command('Kratos: Unlock Connection…');
    await expect.poll(() => workbench.quickInput.title()).toContain(`Unlock ${connectionName}`);
    await accept('accept without a reason');
    await content().getByRole('button', { name: 'Revoke All but…' }).waitFor();
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);

    for (const origin of await origins().all()) {
      if ((await origin.innerText()).includes(', DE')) {
        const recognised = origin.getByRole('button', { name: 'Recognised by the Owner' });
        await workbench.panel.moveTo(recognised);
        await enter('Recognised by the Owner');
        await expect.poll(() => recognised.getAttribute('aria-pressed')).toBe('true');
      }
    }
    await workbench.panel.moveTo(content().getByRole('button', { name: 'Revoke All but…' }));
    await enter('Revoke All but…');
    await expect.poll(() => workbench.quickInput.title()).toContain('but Those of the Checked Origins');
    await workbench.screenshot('keyboard-incident-origins');
    await accept('accept the checked origins');
    await workbench.notifications.dialog.getByText(/^Revoke 3 of 8 sessions of emmy@example\.net on Acme\?$/).waitFor();
    await workbench.screenshot('keyboard-incident-plan');
    expect(writes()).toEqual([]);
  });

  it(`ends in at most ${mostActions} actions, with an incident note on the sessions whose end was verified`, async () => {
    const { workbench } = story;
    const focused = workbench.notifications.dialog.locator(':focus');
    await expect.poll(() => focused.innerText()).toBe('Review List');
    while ((await focused.innerText()) !== 'Revoke 3 Sessions') {
      await press('Tab');
    }
    await enter('Revoke 3 Sessions');
    await workbench.notifications.toast('3 of 3 sessions of emmy@example.net ended.').waitFor();
    await workbench.screenshot('keyboard-incident-result');

    await workbench.clipboard.write('');
    await command('Kratos: Copy Incident Note');
    await workbench.quickInput.focusedItem('Without Personal Data').waitFor();
    await accept('Without Personal Data');
    await expect.poll(() => workbench.clipboard.read()).toContain('3 ended and verified');

    expect(strangers().map(({ active }) => active)).toEqual([false, false, false]);
    expect(writes()).toHaveLength(3);
    expect(actions.length).toBeLessThanOrEqual(mostActions);
  });
});
