import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { StatusBar } from './pages/statusBar.ts';
import { connectionName, tellStory } from './story.ts';

describe('sessions as files', () => {
  const story = tellStory({ demo: { identities: 20 } });
  const session = (device: string) => story.workbench.tree.rowOfDevice(device);

  it('open in one preview tab in turn', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await session('python-requests 2.32').waitFor();
    await session('python-requests 2.32').click();
    await expect.poll(() => workbench.editors.names()).toEqual(['python-requests 2.32']);

    await session('Safari 18 on iPhone').click();

    await expect.poll(() => workbench.editors.names()).toEqual(['Safari 18 on iPhone']);
    expect(await workbench.editors.isPreview('Safari 18 on iPhone')).toBe(true);
  });

  it('stay open after a double-click', async () => {
    const { workbench } = story;
    await session('Safari 18 on iPhone').doubleClick();

    await expect.poll(() => workbench.editors.isPreview('Safari 18 on iPhone')).toBe(false);
  });

  it('are reached with Back while their tab is open', async () => {
    const { workbench } = story;
    await session('python-requests 2.32').click();
    await expect.poll(() => workbench.editors.activeName()).toBe('python-requests 2.32');
    await workbench.runCommand('Go Back');

    await expect.poll(() => workbench.editors.activeName()).toBe('Safari 18 on iPhone');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
  });

  it('are open again after a reload of the window', async () => {
    const { workbench } = story;
    await workbench.reload();

    await expect.poll(() => workbench.panel.outline()).toContain('Emmy Ritter');
    await expect.poll(() => workbench.editors.activeName()).toBe('Safari 18 on iPhone');
  });

  it('are copied from the panel', async () => {
    const { workbench, demo } = story;
    await workbench.clipboard.write('');
    await workbench.panel.chooseFromMenu('Copy', 'Copy JSON');

    await expect.poll(() => workbench.clipboard.read()).toContain(demo.people.takenOver);
  });

  it('show the server’s JSON as text', async () => {
    const { workbench, demo } = story;
    await workbench.panel.click('Open JSON');
    await expect.poll(() => workbench.editors.activeName()).toMatch(/\.json$/);
    expect(await workbench.editors.names()).toContain('Safari 18 on iPhone');

    const text = await workbench.editors.text();
    expect(JSON.parse(text)).toMatchObject({ identity: { id: demo.people.takenOver } });
  });

  it('are saved as evidence with Ctrl+S in their JSON', async () => {
    const { workbench, demo } = story;
    await workbench.editors.focusText();
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => workbench.quickInput.value()).toMatch(/kratos-Emmy-Ritter-[\dTZ-]+\.json$/);
    const file = await workbench.quickInput.value();
    await workbench.quickInput.accept();
    const { saved } = new StatusBar(workbench.page);
    await saved.waitFor();

    const content = await readFile(file);
    expect(JSON.parse(content.toString())).toMatchObject([{ identity: { id: demo.people.takenOver } }]);
    expect(await saved.getAttribute('aria-label')).toContain(createHash('sha256').update(content).digest('hex'));
    await workbench.screenshot('saved');
    await saved.click();
    await workbench.screenshot('saved-actions');
    await workbench.quickInput.pick('Open File');
    await expect.poll(() => workbench.editors.activeName()).toBe(path.basename(file));
    await workbench.editors.close();
  });

  it('are saved as evidence with Ctrl+S in their page and beside it', async () => {
    const { workbench } = story;
    await workbench.editors.tab('Safari 18 on iPhone').click();
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => workbench.quickInput.value()).toMatch(/kratos-Emmy-Ritter-/);
    await workbench.quickInput.cancel();
    await workbench.tree.row(connectionName).click();
    await expect.poll(() => workbench.tree.hasFocus()).toBe(true);
    await workbench.page.keyboard.press('Control+S');
    await expect.poll(() => workbench.quickInput.value()).toMatch(/kratos-Emmy-Ritter-/);
    await workbench.quickInput.cancel();
  });

  it('are compared as two selected rows', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await session('python-requests 2.32').waitFor();
    await session('python-requests 2.32').click();
    await session('Safari 18 on iPhone').alsoSelect();
    await session('Safari 18 on iPhone').chooseFromMenu('Compare Selected Sessions');

    await workbench.page.locator('.monaco-diff-editor').first().waitFor();
    await workbench.screenshot('compare');
    expect(await workbench.editors.activeName()).toMatch(/Safari|python/);
  });

  it('have a menu with the row of their identity that lists the commands for all selected rows', async () => {
    const { workbench, demo } = story;
    await session('python-requests 2.32').click();
    await session('Safari 18 on iPhone').alsoSelect();
    await workbench.tree.row('Emmy Ritter').alsoSelect();

    expect(await workbench.tree.row('Emmy Ritter').menu()).toEqual([
      'Open Identity JSON',
      'Copy Identity JSON',
      'Copy Identity Id',
      'Export Sessions…',
    ]);
    await workbench.clipboard.write('');
    await session('Safari 18 on iPhone').chooseFromMenu('Copy Identity Id');
    await expect.poll(() => workbench.clipboard.read()).toBe(demo.people.takenOver);
  });

  it('are copied and opened as the panel shows them after their deletion', async () => {
    const { workbench, demo } = story;
    const [{ id = '' } = {}] = demo.data.sessionsOf(demo.people.takenOver);
    await workbench.runCommand('View: Close All Editors');
    await session('python-requests 2.32').click();
    await expect.poll(() => workbench.panel.outline()).toContain(id);
    demo.data.deleteSession(id);
    await workbench.panel.click('Refresh');
    await expect.poll(() => workbench.panel.outline()).toContain('no longer has this session');

    await workbench.clipboard.write('');
    await workbench.panel.chooseFromMenu('Copy', 'Copy JSON');
    await expect.poll(() => workbench.clipboard.read()).toContain(`"id": "${id}"`);
    await workbench.panel.click('Open JSON');
    await expect.poll(() => workbench.editors.activeName()).toMatch(/^Untitled/);
    expect(await workbench.editors.text()).toBe(await workbench.clipboard.read());
  });
});
