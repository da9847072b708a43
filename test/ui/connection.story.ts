import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Gateway } from '../gateways/gateway.ts';
import { startKeyGateway } from '../gateways/keyGateway.ts';
import { tellStory } from './story.ts';

const key = 'ory_pat_OfTheStory';

describe('a connection behind a key', () => {
  const story = tellStory({ demo: { identities: 20 }, size: { width: 900, height: 700 } });
  let gateway: Gateway;

  beforeAll(async () => {
    gateway = await startKeyGateway(story.demo.url, { wants: { bearer: key } });
  });

  afterAll(() => gateway.close());

  /** Waits for the step that is called so, then types and presses Enter. */
  async function answer(title: string, text: string): Promise<void> {
    const { quickInput, page } = story.workbench;
    await expect.poll(() => quickInput.title()).toBe(title);
    await page.keyboard.type(text);
    await page.keyboard.press('Enter');
  }

  /** Waits for the step, walks down to the row, and chooses it. */
  async function choose(title: string, label: string): Promise<void> {
    const { quickInput, page } = story.workbench;
    await expect.poll(() => quickInput.title()).toBe(title);
    await page.keyboard.type(label);
    await quickInput.focusedItem(label).waitFor();
    await page.keyboard.press('Enter');
  }

  it('is added with the keyboard alone', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.runCommandByKeyboard('Kratos: Add Connection…');
    await answer('Add Connection (1/5)', 'Gateway');
    await answer('Add Connection (2/5)', 'gateway.example.org');
    await expect.poll(() => workbench.quickInput.message()).toContain('must begin with http');
    await workbench.quickInput.type('');
    await answer('Add Connection (2/5)', gateway.url);
    await choose('Add Connection (3/5)', 'API key');
    await expect.poll(() => workbench.quickInput.isHidden()).toBe(true);
    await workbench.screenshot('connection-key');
    await answer('Add Connection (4/6)', key);
    await choose('Add Connection (5/6)', 'production');
    await workbench.quickInput.focusedItem('Check and Save').waitFor();
    await workbench.screenshot('connection-review');
    await workbench.quickInput.accept();

    const row = await workbench.tree.row('Gateway').waitFor();
    const { host } = new URL(gateway.url);
    expect(await row.description()).toBe(`production · read-only · ${host}`);
    await row.expand();
    await workbench.tree.row('Ada Lovelace').waitFor();
    expect(gateway.requests.map(({ headers }) => headers.authorization)).toEqual(
      gateway.requests.map(() => `Bearer ${key}`),
    );
    await workbench.screenshot('connection-added');
  });

  it('asks for its key again when that was forgotten, and has it nowhere on the screen', async () => {
    const { workbench } = story;
    await workbench.runCommandByKeyboard('Kratos: Forget Secrets…');
    await workbench.page.getByRole('button', { name: 'Forget', exact: true }).click();
    await workbench.tree.row('Gateway').clickInline('Refresh Connection');
    const missing = await workbench.tree.row(/^The key \(bearer token\) is not stored for/).waitFor();
    await workbench.screenshot('connection-forgotten');
    await missing.click();
    await answer('Secrets of “Gateway” (1/1)', key);
    await missing.locator.waitFor({ state: 'hidden' });
    await workbench.tree.row('Ada Lovelace').waitFor();
    expect(await workbench.page.content()).not.toContain(key);
  });
});
