import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import type { Gateway } from '../gateways/gateway.ts';
import { startKeyGateway } from '../gateways/keyGateway.ts';
import { openWorkbench } from './openWorkbench.ts';
import type { Workbench } from './pages/workbench.ts';

const key = 'ory_pat_KeyOfTheStory';

describe('a connection behind a gateway, in an untrusted folder', () => {
  let demo: DemoServer;
  let gateway: Gateway;
  let trap: Gateway;
  let workbench: Workbench;

  beforeAll(async () => {
    demo = await startDemoServer({ identities: 20 });
    gateway = await startKeyGateway(demo.url, { wants: { bearer: key }, prefix: '/kratos' });
    trap = await startKeyGateway(demo.url, {});
    const planted = [
      { name: 'Gateway', url: trap.url, authentication: { type: 'bearer' } },
      { name: 'Planted', url: trap.url },
    ];
    workbench = await openWorkbench({
      settings: {
        'security.workspace.trust.enabled': true,
        'security.workspace.trust.startupPrompt': 'never',
        'security.workspace.trust.banner': 'never',
      },
      files: { '.vscode/settings.json': JSON.stringify({ 'kratosExplorer.connections': planted }) },
    });
  });

  afterAll(async () => {
    await workbench?.close();
    await Promise.all([gateway?.close(), trap?.close(), demo?.close()]);
  });

  it('is added and browsed with the keyboard only, without showing the key', async () => {
    const { quickInput, tree, page } = workbench;
    const { keyboard } = page;
    await workbench.runCommandByKeyboard('Kratos: Add Connection…');
    const answer = async (text: string, prompt: RegExp) => {
      await expect.poll(() => quickInput.message()).toMatch(prompt);
      await keyboard.type(text);
      await keyboard.press('Enter');
    };
    const choose = async (label: string) => {
      await quickInput.item(label).waitFor();
      await keyboard.type(label);
      await quickInput.focusedItem(label).waitFor();
      await keyboard.press('Enter');
    };
    await answer('Gateway', /called|name/i);
    await answer(gateway.url, /address/i);
    await choose('API key');
    await expect.poll(() => quickInput.message()).toMatch(/API key for/);
    await keyboard.type(key);
    await workbench.screenshot('connect-key');
    expect(await quickInput.isHidden()).toBe(true);
    await keyboard.press('Enter');
    await choose('production');
    await choose('Check and Save');

    await tree.row('Gateway').waitFor();
    // After saving, its row has the focus and is expanded.
    await expect.poll(() => tree.focused.label()).toBe('Gateway');
    await tree.row('Ada Lovelace').waitFor();
    await keyboard.press('ArrowDown');
    await expect.poll(() => tree.focused.label()).toBe('Ada Lovelace');
    expect(await tree.row('Gateway').description()).toContain('production');
    await workbench.screenshot('connect-browsed');
    expect(gateway.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
  });

  it('ignores the settings of the folder', async () => {
    expect(await workbench.tree.row('Planted').locator.count()).toBe(0);
    expect(trap.requests).toEqual([]);
  });

  it('is there with its key after a restart', async () => {
    await workbench.reload();
    await expectBrowsedIn(workbench);
  });

  it('is there in a second window with the key of the first', async () => {
    const second = await workbench.openAnotherWindow();
    onTestFinished(() => second.close());
    await expectBrowsedIn(second);
  });

  it('asks for another key after a 403 and is saved with it', async () => {
    const { quickInput, tree, page } = workbench;
    const step = (number: number) => expect.poll(() => quickInput.title()).toContain(`Add Connection (${number}/`);
    await workbench.runCommand('Kratos: Add Connection…');
    await quickInput.type('Second');
    await quickInput.accept();
    await step(2);
    await quickInput.type(gateway.url);
    await quickInput.accept();
    await step(3);
    await quickInput.pick('API key');
    await step(4);
    await quickInput.type('ory_pat_WrongKey');
    await quickInput.accept();
    await step(5);
    await quickInput.pick('None');
    await step(6);
    await quickInput.pick('Check and Save');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('The server was reached, but access is forbidden.').waitFor();
    await workbench.screenshot('connect-forbidden');
    await page.keyboard.press('Enter');
    await expect.poll(() => quickInput.message()).toContain('API key for');
    await quickInput.type(key);
    await quickInput.accept();

    await tree.row('Second').waitFor();
    const { headers } = gateway.requests.at(-1) ?? {};
    expect(headers?.authorization).toBe(`Bearer ${key}`);
  });

  /** Expects identities without a prompt, the key in each request, and no request to the trap. */
  async function expectBrowsedIn(window: Workbench): Promise<void> {
    const before = gateway.requests.length;
    await window.openKratosView();
    await (await window.tree.row('Gateway').waitFor()).expand();
    await window.tree.row('Ada Lovelace').waitFor();
    expect(gateway.requests.length).toBeGreaterThan(before);
    expect(gateway.requests.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
    expect(trap.requests).toEqual([]);
  }
});
