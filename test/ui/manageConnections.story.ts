import { describe, expect, it } from 'vitest';
import { tellStory } from './story.ts';

const key = 'ory_pat_OfTheStory';

describe('in the menu of a connection', () => {
  const story = tellStory({ demo: { identities: 5 } });

  /** Types the beginning of the row's label once the step is shown, and selects the row. */
  async function choose(...labels: string[]): Promise<void> {
    const { quickInput, page } = story.workbench;
    for (const label of labels) {
      await quickInput.item(label).waitFor();
      await page.keyboard.type(label);
      await quickInput.focusedItem(label).waitFor();
      await page.keyboard.press('Enter');
    }
  }

  /** Returns how often the first page of identities was requested. */
  const listed = () => story.demo.requests.filter(({ target }) => target === '/admin/identities?page_size=100').length;

  /** The view takes the focus after saving, which would close an open menu. */
  const viewHasFocus = () => expect.poll(() => story.workbench.tree.hasFocus()).toBe(true);

  const connections = async () => (await story.workbench.tree.lines()).filter((line) => !line.startsWith(' '));

  it('the user changes the environment, and the rows stay', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row('Ada Lovelace').waitFor();
    expect(listed()).toBe(1);
    await workbench.tree.row('Acme').chooseFromMenu('Edit Connection…');
    await choose('Environment', 'staging', 'Save');
    await expect.poll(connections).toEqual([`Acme | staging · read-only · ${new URL(demo.url).host}`]);
    expect(listed()).toBe(1);
    await viewHasFocus();
    await workbench.screenshot('connection-edited');
  });

  it('the user enters the key, deletes it, and enters it again where it is missing', async () => {
    const { workbench } = story;
    const { page, quickInput, tree } = workbench;
    await tree.row('Acme').chooseFromMenu('Edit Connection…');
    await choose('Authentication', 'API key');
    await expect.poll(() => quickInput.message()).toMatch(/^API key for/);
    await page.keyboard.type(key);
    await page.keyboard.press('Enter');
    await choose('Save');
    // The list is read again for another route to the server.
    await expect.poll(listed).toBe(2);
    await viewHasFocus();

    await tree.row('Acme').chooseFromMenu('Forget Secrets…');
    await page.getByRole('button', { name: 'Forget', exact: true }).click();
    await tree.row('Acme').clickInline('Refresh Connection');
    const missing = await tree.row('Key missing').waitFor();
    await workbench.screenshot('connection-key-missing');
    await missing.click();
    await expect.poll(() => quickInput.message()).toMatch(/^API key for/);
    await page.keyboard.type(key);
    await page.keyboard.press('Enter');
    await missing.locator.waitFor({ state: 'hidden' });
    expect(await page.content()).not.toContain(key);
  });

  it('the user duplicates, moves and removes the connection', async () => {
    const { workbench } = story;
    const { page, quickInput, tree } = workbench;
    await tree.row('Acme').chooseFromMenu('Duplicate Connection…');
    await expect.poll(() => quickInput.value()).toBe('Acme copy');
    await page.keyboard.press('Enter');
    await choose('Save');
    await tree.row('Acme copy').waitFor();
    await viewHasFocus();
    await tree.row('Acme').collapse();
    await tree.row('Acme copy').chooseFromMenu('Move Connection Up');
    await expect
      .poll(connections)
      .toEqual([expect.stringMatching(/^Acme copy \| staging/), expect.stringMatching(/^Acme \| staging/)]);
    await tree.row('Acme copy').chooseFromMenu('Remove Connection…');
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await tree.row('Acme copy').locator.waitFor({ state: 'hidden' });
    await expect.poll(connections).toEqual([expect.stringMatching(/^Acme \|/)]);
  });
});
