import { describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('a log line with the id of a session', () => {
  const story = tellStory({ demo: { identities: 20 } });
  const stranger = () => story.demo.data.sessionsOf(story.demo.people.takenOver)[0]?.id ?? '';
  const find = async (text: string) => {
    const { workbench } = story;
    await workbench.clipboard.write('');
    await workbench.runCommand('Kratos: Find Session…');
    await workbench.quickInput.type(text);
    return workbench.quickInput.item('python-requests 2.32').waitFor();
  };

  it('leads to the session and its identity', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await find(
      `level=warning msg="odd place" request_id=0f0e0d0c-0b0a-4908-8706-050403020100 session_id=${stranger()}`,
    );
    await workbench.quickInput.accept();

    await expect.poll(() => workbench.panel.outline()).toContain('Emmy Ritter');
    const row = workbench.tree.row('python-req…');
    await expect.poll(() => row.locator.getAttribute('aria-selected')).toBe('true');
  });

  it('leads to the other sessions of the identity', async () => {
    const { workbench } = story;
    await expect.poll(() => workbench.panel.outline()).toContain('Other Sessions (23)');
    await workbench.panel.click('Other Sessions (23)');

    await expect.poll(() => workbench.tree.row('Emmy Ritter').description()).toMatch(/^24 of 24 · /);
    await workbench.tree.row('Safari iPhone').waitFor();
    // The row takes the focus last, which would close an open palette.
    await expect.poll(() => workbench.tree.hasFocus()).toBe(true);
    await expect.poll(() => workbench.tree.focused.label()).toBe('python-req…');
    await workbench.page.keyboard.press('ArrowDown');
    await expect.poll(() => workbench.tree.focused.label()).toBe('Firefox Linux');
    await workbench.screenshot('on-call');
  });

  it('shows at the second look-up that the session was revoked', async () => {
    const { workbench, demo } = story;
    await fetch(`${demo.url}/admin/sessions/${stranger()}`, { method: 'DELETE' });
    await find(stranger());

    await expect.poll(() => workbench.quickInput.items()).toEqual([expect.stringContaining('revoked or signed out')]);
    await workbench.quickInput.cancel();
  });
});
