import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { startWalk, type WalkedSession, walkedSessions } from '../bench/walk.ts';
import { chooseFromOpenMenu } from './pages/menu.ts';
import { connectionName, tellStory } from './story.ts';

const stepCount = 20;
const mostTabStops = 20;

describe('the page of an identity', () => {
  const story = tellStory({ size: { width: 1600, height: 1000 }, demo: { identities: 20 } });
  const grid = () => story.workbench.panel.content.getByRole('grid');
  const details = () =>
    story.workbench.panel.content.getByRole('complementary', { name: 'Details of the selected session' });
  const origins = () => story.workbench.panel.content.getByRole('region', { name: 'Origins' });
  const button = (name: string): Locator => origins().getByRole('button', { name }).first();
  const tabTo = async (name: string) => {
    const frame = await story.workbench.panel.frame();
    const focused = () => frame.evaluate<string>('document.activeElement.textContent.trim()');
    for (let presses = 0; presses < mostTabStops && (await focused()) !== name; presses += 1) {
      await story.workbench.page.keyboard.press('Tab');
    }
    expect(await focused()).toBe(name);
  };
  const outline = () => story.workbench.panel.outline();
  const requests = (path: string) => story.demo.requests.filter(({ target }) => target.includes(path));

  it('opens from a look-up', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.runCommand('Kratos: Open Identity');
    await workbench.quickInput.type('ada@example.org');
    await workbench.quickInput.item(/^Ada Lovelace/).waitFor();
    await workbench.quickInput.accept();

    await expect.poll(() => workbench.editors.activeName()).toBe('Ada Lovelace');
    await expect.poll(outline).toContain('500 of 1,203');
    await workbench.screenshot('identity-long');
  });

  it('opens from the row of the identity by one click', async () => {
    const { workbench, demo } = story;
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');

    await expect.poll(() => workbench.editors.names()).toEqual(['Emmy Ritter']);
    await expect.poll(outline).toContain('24 of 24, as of');
    await expect.poll(outline).toContain('First sign-in from NZ');
    expect(requests(`${demo.people.takenOver}/sessions`)).toHaveLength(1);
    await workbench.screenshot('identity-page');
  });

  it('notes with the keyboard only that the owner did not recognise an origin, and selects its sessions', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await workbench.runCommandByKeyboard('View: Focus Active Editor Group');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await tabTo('Show Sessions');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await keyboard.press('Enter');
    await expect.poll(() => button('Not Recognised').getAttribute('aria-pressed')).toBe('true');
    await workbench.screenshot('identity-noted');
    await keyboard.press('Home');
    await keyboard.press('Enter');

    await expect.poll(outline).toContain('24 sessions · 3 selected');
    await expect.poll(() => grid().evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  });

  it('copies the ids of the selected sessions from the menu of one of their rows', async () => {
    const { workbench, demo } = story;
    await workbench.panel.content.getByRole('row', { name: 'code_recovery' }).click({ button: 'right' });
    await chooseFromOpenMenu(workbench.page, 'Copy Session Id');

    const strangers = demo.data.sessionsOf(demo.people.takenOver).slice(0, 3);
    await expect.poll(() => workbench.clipboard.read()).toBe(strangers.map(({ id }) => id).join('\n'));
  });

  it(`shows the details of each of ${stepCount} sessions beside the table at one key press each, without a request`, async () => {
    const { workbench, demo } = story;
    const frame = await workbench.panel.frame();
    await workbench.panel.content.getByRole('row', { name: 'python-requests' }).click();
    await expect.poll(() => details().innerText()).toContain('python-requests 2.32');
    await workbench.screenshot('identity-table');
    demo.requests.length = 0;
    await frame.evaluate(startWalk);
    for (let step = 1; step <= stepCount; step += 1) {
      await workbench.page.keyboard.press('ArrowDown');
      await expect.poll(() => frame.evaluate(walkedSessions)).toHaveLength(step);
    }

    const walked = await frame.evaluate<readonly WalkedSession[]>(walkedSessions);
    const listed = demo.data.sessionsOf(demo.people.takenOver).map(({ id }) => id);
    expect(walked.map(({ id }) => id)).toEqual(listed.slice(1, stepCount + 1));
    expect(demo.requests).toEqual([]);
  });

  it('opens the session of the row with Enter, which leads back to that row', async () => {
    const { workbench } = story;
    await workbench.page.keyboard.press('Home');
    await workbench.page.keyboard.press('ArrowDown');
    await workbench.page.keyboard.press('Enter');
    await expect.poll(() => workbench.editors.activeName()).toBe('Firefox 144 on Linux');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.panel.click('Other Sessions (23)');

    await expect.poll(() => workbench.editors.activeName()).toBe('Emmy Ritter');
    await expect.poll(() => details().innerText()).toContain('Firefox 144 on Linux');
  });

  it('keeps over a reload of the window what the owner said, and the selected row', async () => {
    const { workbench } = story;
    await workbench.runCommand('View: Keep Editor');
    await workbench.reload();

    await expect.poll(outline).toContain('24 of 24');
    await expect.poll(() => button('Not Recognised').getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => details().innerText()).toContain('Firefox 144 on Linux');
  });

  it('keeps its rows and shows the reason when the server stops during reading', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    demo.faults.add({
      matching: new RegExp(`^GET /admin/identities/${demo.people.ada}/sessions\\?.*page=[3-9]`),
      times: 1000,
      failing: { kind: 'reset' },
    });
    await (await workbench.tree.scrollTo('Ada Lovelace')).clickInline('Open Identity');

    await expect.poll(outline).toContain('closed the connection before it answered');
    expect(await outline()).toContain('200 of 1,203');
    await expect.poll(() => grid().getAttribute('aria-rowcount')).toBe('201');
    await workbench.screenshot('identity-outage');
  });

  it('reads the rest with Refresh once the server is back', async () => {
    const { workbench, demo } = story;
    demo.faults.clear();
    await workbench.panel.content
      .getByRole('toolbar', { name: 'Identity actions' })
      .getByRole('button', { name: 'Refresh' })
      .click();

    await expect.poll(outline).toContain('500 of 1,203');
    expect(await outline()).not.toContain('closed the connection');
  });
});

describe('the page of an identity in other themes', () => {
  const size = { width: 1400, height: 900 };
  const story = tellStory({ size, demo: { identities: 20 } });

  it.each(['light', 'highContrast'] as const)('has no problem that axe finds in the %s theme', async (theme) => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.useTheme(theme);
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline('Open Identity');
    await expect.poll(() => workbench.panel.outline()).toContain('First sign-in from NZ');
    await workbench.panel.content.getByRole('row').nth(1).click();
    await expect.poll(() => workbench.panel.outline()).toContain('Factors');

    expect(await workbench.panel.accessibilityViolations()).toEqual([]);
    await workbench.screenshot(`identity-table-${theme}`);
    await (await workbench.panel.frame()).evaluate('scrollTo(0, 0)');
    await workbench.screenshot(`identity-${theme}`);
  });

  it('cuts nothing off in an editor 320 pixels wide', async () => {
    const { workbench } = story;
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    const frame = await workbench.panel.frame();
    const free = await frame.evaluate<number>('innerWidth');
    await workbench.page.setViewportSize({ ...size, width: size.width - free + 320 });
    await expect.poll(() => frame.evaluate('innerWidth')).toBe(320);

    for (const theme of ['highContrast', 'light'] as const) {
      await workbench.useTheme(theme);
      await expect.poll(() => workbench.panel.cutOff()).toEqual([]);
      await frame.evaluate('scrollTo(0, 0)');
      await workbench.screenshot(`identity-narrow-${theme}`);
      await frame.evaluate('document.querySelector("[role=grid]").scrollIntoView()');
      await workbench.screenshot(`identity-narrow-table-${theme}`);
    }
  });
});
