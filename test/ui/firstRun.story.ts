import { describe, expect, it } from 'vitest';
import { tellStory } from './story.ts';

describe('the first run', { tags: 'main' }, () => {
  const story = tellStory({
    connections: [],
    demo: { identities: 30 },
    files: { 'notes.json': '{\n    "evidence": []\n}\n' },
  });

  it('shows the first steps in the empty view', async () => {
    const { workbench } = story;
    await workbench.openKratosView();

    await expect.poll(() => workbench.tree.welcome.innerText()).toContain('Add Connection');
    await workbench.screenshot('welcome');
  });

  it('shows demo data without a server', async () => {
    const { workbench } = story;
    await workbench.tree.welcome.getByRole('button', { name: 'Open Demo' }).click();
    await (await workbench.tree.scrollTo('Ada Lovelace')).expand();

    await expect.poll(() => workbench.tree.row('Ada Lovelace').description()).toMatch(/^100 of 1,203 · /);
  });

  it('refuses an invalid address with the reason', async () => {
    const { workbench } = story;
    await workbench.runCommand('Kratos: Add Connection…');
    await expect.poll(() => workbench.quickInput.message()).toContain('Address of the Kratos admin API');
    expect(await workbench.quickInput.value()).toBe('http://127.0.0.1:4434');
    await workbench.screenshot('add-address');
    await workbench.page.keyboard.type('ftp://127.0.0.1');
    await workbench.quickInput.accept();

    await expect.poll(() => workbench.quickInput.message()).toContain('http://');
  });

  it('reports that nothing listens at an address where the address can be corrected', async () => {
    const { workbench } = story;
    await workbench.quickInput.type('127.0.0.1:9');
    await workbench.quickInput.accept();
    await expect.poll(() => workbench.quickInput.message()).toContain('Nothing is listening at http://127.0.0.1:9');
    await workbench.screenshot('add-refused');

    expect(await workbench.quickInput.value()).toBe('http://127.0.0.1:9');
  });

  it('begins with the address that was left with Escape', async () => {
    const { workbench } = story;
    await workbench.quickInput.cancel();
    await workbench.runCommand('Kratos: Add Connection…');

    await expect.poll(() => workbench.quickInput.value()).toBe('http://127.0.0.1:9');
  });

  it('adds a local server in two inputs, and selects and expands it beside the demo', async () => {
    const { workbench, demo } = story;
    await workbench.quickInput.type(demo.url.replace('http://127.0.0.1', 'localhost'));
    await workbench.quickInput.accept();
    await expect.poll(() => workbench.quickInput.message()).toContain('Name of the connection');
    expect(await workbench.quickInput.value()).toBe('Local');
    await workbench.screenshot('add-name');
    await workbench.quickInput.accept();
    await expect.poll(async () => workbench.tree.focused.label().catch(() => '')).toBe('Local');
    await workbench.screenshot('added');
    expect(await workbench.tree.focused.isExpanded()).toBe(true);
    await workbench.tree.row('Demo').collapse();

    await expect.poll(() => demo.requests.some(({ target }) => target.startsWith('/admin/identities?'))).toBe(true);
    await expect
      .poll(async () => (await workbench.tree.lines()).filter((line) => !line.startsWith(' ')).length)
      .toBe(2);
  });

  it('inserts the JSON of a session at the cursor with the indentation of the file', async () => {
    const { workbench } = story;
    await (await workbench.tree.scrollTo('Emmy Ritter')).expand();
    await workbench.tree.row('python-req…').waitFor();
    await workbench.openFile('notes.json');
    await workbench.page.keyboard.press('Control+G');
    await workbench.quickInput.type(':2:18');
    await workbench.quickInput.accept();
    await expect.poll(() => workbench.editors.cursor()).toBe('Ln 2, Col 18');
    await workbench.editors.waitForFocus('notes.json');
    await workbench.tree.row('python-req…').chooseFromMenu('Insert Session JSON at Cursors');
    await expect.poll(() => workbench.editors.shows('authentication_methods')).toBe(true);

    await expect.poll(() => workbench.editors.text()).toMatch(/^\{\n {4}"evidence": \[\{\n {8}"id": "/);
    const { evidence } = JSON.parse(await workbench.editors.text()) as { evidence: { devices: unknown[] }[] };
    expect(evidence[0]?.devices).toMatchObject([{ ip_address: '198.51.100.77' }]);
  });
});
