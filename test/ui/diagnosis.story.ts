import { describe, expect, it } from 'vitest';
import { StatusBar } from './pages/statusBar.ts';
import { connectionName, tellStory } from './story.ts';

describe('a connection in the status bar', () => {
  const story = tellStory({ demo: { identities: 40 } });
  const statusBar = () => new StatusBar(story.workbench.page);

  it('shows its name and state while the view is in use', async () => {
    const { workbench } = story;
    expect(await statusBar().label()).toBeUndefined();
    await workbench.openKratosView();
    await workbench.tree.scrollTo('Ada Lovelace');

    await expect.poll(() => statusBar().label()).toBe(`Kratos connection ${connectionName}, connected`);
    expect(await statusBar().text()).toBe(connectionName);
  });

  it('offers its actions at a click', async () => {
    const { workbench } = story;
    await workbench.widenSidebar(300);
    await statusBar().click();
    await expect.poll(() => workbench.quickInput.title()).toBe(`Connection Actions: ${connectionName}`);
    const labels = (await workbench.quickInput.items()).map((item) => item.split(',')[0]);
    expect(labels).toEqual(['Check Connection', 'Show Log', 'Edit Connection…', 'Unlock Connection…']);
    await workbench.screenshot('connection-actions');

    await workbench.quickInput.pick('Edit Connection…');
    await expect.poll(() => workbench.quickInput.title()).toMatch(/^Edit /);
    await workbench.quickInput.cancel();
  });

  it('shows a failure, and the action Check Connection opens a report with its cause', async () => {
    const { workbench, demo } = story;
    const message =
      '[x](command:workbench.action.quit) <img src=x> ![i](https://a.example/i) https://b.example **c** &lt;d&gt;';
    demo.faults.add({ matching: /identities/, times: 99, failing: { kind: 'status', status: 401, message } });
    await workbench.tree.row(connectionName).chooseFromMenu('Refresh Connection');
    await expect.poll(() => statusBar().text()).toBe(`${connectionName}: Wrong or missing key`);
    await statusBar().click();
    await workbench.quickInput.pick('Check Connection');

    await expect.poll(() => workbench.editors.activeName()).toContain(`Check of ${connectionName}.md`);
    const report = workbench.panel.content;
    const failed = report.getByText('✗ Response (failed): The server requires a key');
    await expect.poll(() => failed.textContent()).toContain(`The server said: “${message}”.`);
    expect(await report.getByText('The server was reached, but authentication failed.').count()).toBe(1);
    // The server's text must not become a link, an image or an element.
    expect(await report.locator('.markdown-body li').locator('a, img, strong > strong, em').count()).toBe(0);
    await workbench.screenshot('check');
  });

  it('copies support information without any name or address, and confirms it', async () => {
    const { workbench, demo } = story;
    await workbench.runCommand('Kratos: Copy Support Information');

    await workbench.page.locator('.part.statusbar').getByText('Copied the support information').waitFor();
    const text = await workbench.clipboard.read();
    expect(text).toContain('Remote: other;');
    expect(text).toMatch(/Connection 1: this machine, http, .*; failures HTTP 401 × \d/);
    expect(text).not.toMatch(new RegExp(`127\\.0|${connectionName}|${new URL(demo.url).port}`));
  });

  it('disappears with the view', async () => {
    const { workbench, demo } = story;
    demo.faults.clear();
    await workbench.editors.close();
    await workbench.page.getByRole('tab', { name: /^Explorer/ }).click();

    await expect.poll(() => statusBar().label()).toBeUndefined();
  });
});
