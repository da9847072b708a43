import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { StatusBar } from './pages/statusBar.ts';
import { connectionName, tellStory } from './story.ts';

const mostActions = 8;
const requestId = '0f0e0d0c-0b0a-4908-8706-050403020100';

describe('a log line with the id of a session', { tags: 'main' }, () => {
  const story = tellStory({ demo: { identities: 20 } });
  const sessions = () => story.demo.data.sessionsOf(story.demo.people.takenOver);
  const newest = () => sessions()[0]?.id ?? '';
  const strangers = () => sessions().slice(0, 3);
  const logLine = () => `level=warning msg="odd place" request_id=${requestId} session_id=${newest()}`;
  const origin = (place: number): Locator =>
    story.workbench.panel.content.getByRole('region', { name: 'Origins' }).locator('.axis > ol > li').nth(place);
  const row = (device: string) => story.workbench.panel.content.getByRole('row', { name: device });

  /** What the user does in the window: each click, command, text or accepted input. */
  const actions: string[] = [];
  const act = async (action: string, work: Promise<void>) => {
    actions.push(action);
    await work;
  };

  it('is found from the clipboard, with its session and identity', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await workbench.clipboard.write(logLine());
    await act('Find Session', workbench.runCommand('Kratos: Find Session…'));
    await expect.poll(() => workbench.quickInput.items()).toEqual([expect.stringContaining('python-requests 2.32')]);
    await act('accept the session', workbench.quickInput.accept());

    await expect.poll(() => workbench.panel.outline()).toContain('Emmy Ritter');
    const inTree = workbench.tree.row('python-req…');
    await expect.poll(() => inTree.locator.getAttribute('aria-selected')).toBe('true');
  });

  it('leads to the identity’s page, where its row is selected', async () => {
    const { workbench } = story;
    await expect.poll(() => workbench.panel.outline()).toContain('Other Sessions (23)');
    await act('Other Sessions', workbench.panel.click('Other Sessions (23)'));

    await expect.poll(() => workbench.editors.activeName()).toBe('Emmy Ritter');
    await expect.poll(() => workbench.panel.outline()).toContain('24 of 24');
    await expect.poll(() => row('python-requests').getAttribute('aria-selected')).toBe('true');
    await workbench.screenshot('on-call');
  });

  it('leads to the stranger’s origin, which stands first with its reasons', async () => {
    const { workbench } = story;
    await origin(1).waitFor();

    const [strangers, owner] = [await origin(0).innerText(), await origin(1).innerText()];
    expect(strangers).toContain('First sign-in from NZ. The 20 earlier sessions');
    expect(strangers).toContain('Signed in with a recovery code, not with a credential.');
    expect(strangers).toContain('The password credential was last written 4 minutes after this sign-in.');
    expect(owner).toContain('Chrome on Windows, DE');

    await act('Show Sessions', origin(0).getByRole('button', { name: 'Show Sessions' }).click());
    await expect.poll(() => workbench.panel.outline()).toContain('24 sessions · 3 selected');
    await expect.poll(() => row('code_recovery').isVisible()).toBe(true);
    await workbench.screenshot('on-call-origin');
  });

  it(`leads to the stranger’s sessions in a file in at most ${mostActions} actions`, async () => {
    const { workbench } = story;
    await act('Save JSON As…', workbench.panel.click('Save JSON As…'));
    await expect.poll(() => workbench.quickInput.value()).toMatch(/kratos-Emmy-Ritter-[\dTZ-]+\.json$/);
    const file = await workbench.quickInput.value();
    await act('accept the file', workbench.quickInput.accept());

    const saved = new StatusBar(workbench.page).saved;
    await saved.waitFor();
    expect(await saved.textContent()).toContain(`Saved 3 sessions in ${path.basename(file)}`);
    const content = await readFile(file);
    const ids = (JSON.parse(content.toString()) as { id: string }[]).map(({ id }) => id);
    expect(ids).toEqual(strangers().map(({ id }) => id));
    expect(await saved.getAttribute('aria-label')).toContain(createHash('sha256').update(content).digest('hex'));
    expect(await workbench.notifications.texts()).toEqual([]);
    expect(actions.length).toBeLessThanOrEqual(mostActions);
    await workbench.screenshot('on-call-saved');
  });

  it('shows at the second look-up that the session was revoked', async () => {
    const { workbench, demo } = story;
    await fetch(`${demo.url}/admin/sessions/${newest()}`, { method: 'DELETE' });
    await workbench.clipboard.write('');
    await workbench.runCommand('Kratos: Find Session…');
    await expect.poll(() => workbench.quickInput.title()).toBe('Find Session');
    // The look-up stays open while the user copies the id from the page.
    await workbench.panel.content.locator('h1').click();
    await workbench.quickInput.type(newest());

    await expect.poll(() => workbench.quickInput.items()).toEqual([expect.stringContaining('revoked or signed out')]);
    await workbench.quickInput.cancel();
  });
});
