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

  /** Types a value into the next input, which shows this message. The proposed value is selected, so it is replaced. */
  async function answer(text: string, message: RegExp): Promise<void> {
    await expect.poll(() => workbench.quickInput.message()).toMatch(message);
    await workbench.page.keyboard.type(text);
    await workbench.page.keyboard.press('Enter');
  }

  it('is added in three inputs and browsed with the keyboard only, without showing the key', async () => {
    const { quickInput, tree, page } = workbench;
    const { keyboard } = page;
    await workbench.runCommandByKeyboard('Kratos: Add Connection…');
    await answer(gateway.url, /^Address of the Kratos admin API/);
    await expect.poll(() => quickInput.message()).toMatch(/^API key for/);
    await keyboard.type(key);
    await workbench.screenshot('connect-key');
    expect(await quickInput.isHidden()).toBe(true);
    await keyboard.press('Enter');
    await answer('Gateway', /^Name of the connection/);

    await tree.row('Gateway').waitFor();
    // After saving, its row has the focus and is expanded.
    await expect.poll(() => tree.focused.label()).toBe('Gateway');
    await tree.row('Ada Lovelace').waitFor();
    await keyboard.press('ArrowDown');
    await expect.poll(() => tree.focused.label()).toBe('Ada Lovelace');
    await workbench.screenshot('connect-browsed');
    expect(gateway.requests.slice(1).every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
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

  it('asks for another key after a 403 in the same input, one action, and is saved with it', async () => {
    const { quickInput, tree } = workbench;
    await workbench.runCommandByKeyboard('Kratos: Add Connection…');
    await answer(gateway.url, /^Address of the Kratos admin API/);
    await answer('ory_pat_WrongKey', /^API key for/);
    await expect.poll(() => quickInput.message()).toContain('Access is forbidden (403).');
    expect(await quickInput.title()).toBe('Enter Another Key');
    await workbench.screenshot('connect-forbidden');
    await answer(key, /^Access is forbidden/);
    await answer('Second', /^Name of the connection/);

    await tree.row('Second').waitFor();
    const { headers } = gateway.requests.at(-1) ?? {};
    expect(headers?.authorization).toBe(`Bearer ${key}`);
  });

  it('lists its properties, and of its key only that it is set', async () => {
    const { quickInput, tree } = workbench;
    await tree.row('Second').chooseFromMenu('Edit Connection…');
    await quickInput.item('Secret: key (bearer token)').waitFor();
    await workbench.screenshot('connect-properties');
    expect(await quickInput.items()).toEqual(
      expect.arrayContaining([
        'Name, Second, Properties',
        `Address, ${gateway.url}`,
        'Authentication, API key',
        'Secret: key (bearer token), set',
        'Changes, Read-only',
      ]),
    );
    await quickInput.cancel();
  });

  /** Expects identities without a prompt, the key in each request, and no request to the trap. */
  async function expectBrowsedIn(window: Workbench): Promise<void> {
    const before = gateway.requests.length;
    await window.openKratosView();
    await (await window.tree.row('Gateway').waitFor()).expand();
    await window.tree.row('Ada Lovelace').waitFor();
    expect(gateway.requests.length).toBeGreaterThan(before);
    expect(gateway.requests.slice(before).every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
    expect(trap.requests).toEqual([]);
  }
});
