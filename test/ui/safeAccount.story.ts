import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('the way back to a safe account', () => {
  const story = tellStory({
    size: { width: 1600, height: 1000 },
    demo: { identities: 20 },
    entry: { writable: true },
  });
  const emmy = () => story.demo.people.takenOver;
  const identity = () => story.demo.data.identity(emmy());
  /** The page of the identity, which was opened before the results beside it. */
  const content = () =>
    story.workbench.page.frameLocator('iframe.webview:visible').first().frameLocator('iframe#active-frame');
  const steps = () => content().getByRole('list', { name: 'Steps' }).getByRole('listitem');
  const stepText = async (number: number) =>
    (
      await steps()
        .nth(number - 1)
        .innerText()
    ).replaceAll(/\s+/g, ' ');
  const clickStep = (name: string) => steps().getByRole('button', { name }).click();
  const dialog = () => story.workbench.page.locator('.monaco-dialog-box');
  const press = (name: string) => dialog().getByRole('button', { name, exact: true }).click();
  const toast = (text: string) => story.workbench.notifications.toast(text).waitFor();
  const active = () =>
    story.demo.data.sessionsOf(emmy()).filter(({ active, expiresAt }) => active && expiresAt > Date.now() * 1000);

  it('begins on the page of the identity, which offers to unlock the connection', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');
    const summary = content().locator('summary').filter({ hasText: 'Back to a safe account' });
    await summary.click();
    await content().getByText('The connection is locked. Unlock it to carry out these steps.').waitFor();
    await workbench.screenshot('safe-account-locked');
    await content().getByRole('button', { name: 'Unlock Connection…' }).click();
    await workbench.quickInput.accept();
    await steps().first().getByRole('button', { name: 'Disable Identity…' }).waitFor();
    await expect.poll(() => content().locator('header').innerText()).toMatch(/Unlocked, 1[45] min left/);
    await workbench.screenshot('safe-account-unlocked');
  });

  it('disables the identity after its plan, and shows the step as done', async () => {
    const { workbench } = story;
    await clickStep('Disable Identity…');
    await dialog().getByText('Disable emmy@example.net on Acme?').waitFor();
    await workbench.screenshot('safe-account-disable');
    await press('Disable Identity');
    await toast('Disabling emmy@example.net: disabled and verified.');
    expect(identity()?.state).toBe('inactive');
    await expect.poll(() => stepText(1)).toMatch(/^Disable · inactive · done /);
  });

  it('revokes all sessions, also those of the owner', async () => {
    const { workbench } = story;
    await clickStep('Revoke Sessions…');
    await workbench.quickInput.accept();
    // While the identity is disabled, the list calls all 24 inactive, but 16 have expired.
    await press('Revoke 8 Sessions');
    await toast('8 of 8 sessions of emmy@example.net ended.');
    expect(active()).toEqual([]);
    await expect.poll(() => stepText(2)).toContain('· done ');
  });

  it('removes the second factor', async () => {
    const { workbench } = story;
    await clickStep('Remove Credential…');
    await expect.poll(() => workbench.quickInput.title()).toBe('Remove a Credential of emmy@example.net');
    await workbench.screenshot('safe-account-credentials');
    await workbench.quickInput.item(/^totp/).click();
    await press('Remove Credential');
    await toast('Removing a credential of emmy@example.net: removed and verified.');
    expect(identity()?.credentials.map(({ type }) => type)).toEqual(['password', 'code']);
    await expect.poll(() => stepText(3)).toMatch(/^Remove a credential · password · done /);
  });

  it('shows a recovery code once, and copies it on request', async () => {
    const { workbench } = story;
    await workbench.clipboard.write('before');
    await clickStep('Create Code or Link…');
    await workbench.quickInput.item(/^Recovery Code/).click();
    await press('Create Recovery Code');
    await dialog().getByText('Recovery code for emmy@example.net').waitFor();
    const code = /Code: (\d{6})/.exec(await dialog().innerText())?.[1];
    await workbench.screenshot('safe-account-recovery');
    expect(await workbench.clipboard.read()).toBe('before');
    await press('Copy Code');
    await dialog().getByText('The code is in the clipboard.').waitFor();
    expect(await workbench.clipboard.read()).toBe(code);
    await press('Close');
    await toast('Creating a recovery code for emmy@example.net: created.');
    await expect.poll(() => stepText(4)).toContain('· done ');
    expect(await content().locator('main').innerText()).not.toContain(code);
  });

  it('enables the identity by keyboard alone, with every step done', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await keyboard.press('Control+1');
    const hasKeyboard = () =>
      content()
        .locator('body')
        .evaluate((body) => body.ownerDocument.hasFocus());
    await expect.poll(hasKeyboard).toBe(true);
    await content().locator('summary').filter({ hasText: 'Back to a safe account' }).focus();
    await keyboard.press('Tab');
    await keyboard.press('End');
    await keyboard.press('Enter');
    await dialog().getByText('Enable emmy@example.net on Acme?').waitFor();
    await keyboard.press('Enter');
    await expect.poll(() => workbench.quickInput.items()).toEqual(['Send Nothing', 'Enable Identity']);
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await toast('Enabling emmy@example.net: enabled and verified.');
    expect([identity()?.state, active()]).toEqual(['active', []]);
    await expect.poll(() => stepText(5)).toMatch(/^Enable · active · done /);
    await content().getByText('5 of 5 steps done').waitFor();
    // The results are in the place of the plan, not beside it.
    expect(await workbench.page.locator('iframe.webview:visible').count()).toBe(2);
    await workbench.screenshot('safe-account-done');
  });
});
