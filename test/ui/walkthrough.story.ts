import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import words from '../../package.nls.json' with { type: 'json' };
import { type Theme, themes } from './pages/workbench.ts';
import { tellStory } from './story.ts';

const sidebar = 300;
/** VS Code draws no picture in an editor of at most 950 pixels. */
const size = { width: 1440, height: 900 };
const steps = {
  demo: { title: words['walkthrough.demo.title'], altText: words['walkthrough.demo.altText'] },
  connect: { title: words['walkthrough.connect.title'], altText: words['walkthrough.connect.altText'] },
  logLine: { title: words['walkthrough.logLine.title'], altText: words['walkthrough.logLine.altText'] },
  unlock: { title: words['walkthrough.unlock.title'], altText: words['walkthrough.unlock.altText'] },
} as const;

describe('the walkthrough', () => {
  const story = tellStory({ connections: [], size });

  it('is opened by the welcome view, and not before', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    await workbench.widenSidebar(sidebar);
    const buttons = workbench.tree.welcome.getByRole('button');
    await expect.poll(() => buttons.allTextContents()).toEqual(['Get Started', 'Add Connection', 'Open Demo']);
    expect(await workbench.editors.names()).toEqual([]);
    await workbench.screenshot('walkthrough-welcome');

    await buttons.first().click();
    await workbench.walkthrough.step(steps.demo.title).waitFor();
    expect(await workbench.editors.names()).toHaveLength(1);
  });

  it.each(Object.keys(themes) as Theme[])('has a picture in each step in the %s theme', async (theme) => {
    const { workbench } = story;
    await workbench.useTheme(theme);
    for (const [id, { title, altText }] of Object.entries(steps)) {
      await workbench.walkthrough.open(title);
      await workbench.panel.content.getByRole('img', { name: altText }).waitFor();
      await workbench.screenshot(`walkthrough-${id}-${theme}`);
    }
  });
});

const stranger = { device: 'python-requests 2.32', place: 'Auckland, NZ' };

/** Counts what the user does in the window: each click, command or accepted input. */
class Actions {
  count = 0;

  async act(work: Promise<void>): Promise<void> {
    this.count += 1;
    await work;
  }
}

describe('the demo', () => {
  const story = tellStory({ connections: [] });
  const origins = () => story.workbench.panel.content.locator('.axis > ol > li');
  const dialog = () => story.workbench.page.locator('.monaco-dialog-box');
  /** Returns the text of the identity's page and of the results beside it. */
  const besideEachOther = async () => {
    const views = [0, 1].map((place) => story.workbench.page.frameLocator('iframe.webview:visible').nth(place));
    const texts = views.map((view) => view.frameLocator('iframe#active-frame').locator('body').innerText());
    return (await Promise.all(texts)).join('\n');
  };

  it('leads from the empty view to the details of the stranger’s session in 3 clicks', async () => {
    const { workbench } = story;
    const { tree, panel } = workbench;
    const actions = new Actions();
    await workbench.openKratosView();
    await workbench.widenSidebar(sidebar);
    await actions.act(tree.welcome.getByRole('button', { name: 'Open Demo' }).click());
    expect(await (await tree.row('Demo').waitFor()).description()).toBe('account taken over');
    expect(await tree.row('Demo').isCut()).toBe(false);
    await tree.row('Emmy Ritter').waitFor();
    await actions.act(tree.row('Emmy Ritter').click());
    await tree.rowOfDevice(stranger.device).waitFor();
    await actions.act(tree.rowOfDevice(stranger.device).click());

    await expect.poll(() => panel.outline()).toContain(stranger.place);
    await workbench.screenshot('walkthrough-session');
    expect(actions.count).toBe(3);
  });

  it('has a log whose line leads to the page with the stranger’s origin in 3 actions, by mouse', async () => {
    const { workbench } = story;
    const { editors, panel, quickInput } = workbench;
    await workbench.runCommand('View: Close All Editor Groups');
    await workbench.runCommand('Kratos: Get Started');
    await workbench.walkthrough.open(steps.logLine.title);
    await workbench.walkthrough.button('Open Sample Log').click();
    await editors.waitForFocus('Sample.log');
    await expect.poll(() => editors.cursor()).toMatch(/\(36 selected\)$/);
    await workbench.screenshot('walkthrough-log');

    const actions = new Actions();
    await actions.act(workbench.clickViewAction('Find Session…'));
    await expect.poll(() => quickInput.items()).toEqual([expect.stringContaining(stranger.device)]);
    await actions.act(quickInput.pick(new RegExp(stranger.device)));
    await expect.poll(() => panel.outline()).toContain('Other Sessions (23)');
    await actions.act(panel.click('Other Sessions (23)'));
    await expect.poll(() => panel.outline()).toContain('24 of 24');
    await expect.poll(() => origins().count()).toBe(2);
    expect(await origins().nth(0).innerText()).toContain('NZ');
    expect(await origins().nth(1).innerText()).toContain('DE');
    await workbench.screenshot('walkthrough-identity');
    expect(actions.count).toBe(3);
  });

  it('ends the stranger’s sessions once it is unlocked, and says that it keeps no files', async () => {
    const { workbench } = story;
    await workbench.runCommand('Kratos: Unlock Connection…');
    await workbench.quickInput.accept();
    await origins().nth(0).getByRole('button', { name: 'Revoke Sessions…' }).click();
    await dialog()
      .getByText(/^Revoke 3 of \d+ sessions of emmy@example\.net on Demo\?$/)
      .waitFor();
    await workbench.screenshot('walkthrough-plan');
    await dialog().getByRole('button', { name: 'Revoke 3 Sessions', exact: true }).click();
    await workbench.notifications.toast('3 of 3 sessions of emmy@example.net ended.').waitFor();
    await expect.poll(besideEachOther).toContain('3 sessions, 0 active');
    await expect.poll(besideEachOther).toContain('The demo keeps no files');
    await workbench.screenshot('walkthrough-revoked');
  });

  it('brings the sessions back, locked, when it is reset from its row', async () => {
    const { workbench } = story;
    const { tree } = workbench;
    await workbench.clickViewAction('Collapse All');
    await tree.row('Ada Lovelace').locator.waitFor({ state: 'hidden' });
    expect(await tree.row('Demo').description()).toMatch(/^unlocked, \d+ min · /);
    await tree.row('Demo').chooseFromMenu('Reset Demo');

    await expect.poll(besideEachOther).toContain('3 sessions, 3 active');
    await expect.poll(() => tree.row('Demo').description()).toBe('account taken over');
    await workbench.screenshot('walkthrough-reset');
  });

  it('has completed the steps of the walkthrough but the one for a server', async () => {
    const { workbench } = story;
    await workbench.runCommand('View: Close All Editor Groups');
    await workbench.runCommand('Kratos: Get Started');
    for (const [id, { title }] of Object.entries(steps)) {
      await expect.poll(() => workbench.walkthrough.isDone(title)).toBe(id !== 'connect');
    }
  });
});

describe('with the keyboard only', () => {
  const story = tellStory({ demo: { identities: 20, seed: 2 } });

  it('the user comes from the walkthrough’s log line to the identity’s page in 3 actions', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    const { editors, panel, quickInput, walkthrough } = workbench;
    await workbench.runCommandByKeyboard('Kratos: Get Started');
    // The only connection is read as soon as its row is drawn.
    await expect.poll(() => walkthrough.isDone(steps.connect.title)).toBe(true);
    const tabTo = async (wanted: Locator) => {
      const focused = wanted.and(workbench.page.locator(':focus'));
      await expect
        .poll(async () => {
          await keyboard.press('Tab');
          return focused.count();
        })
        .toBe(1);
    };
    await tabTo(walkthrough.step(steps.logLine.title));
    await keyboard.press('Enter');
    await tabTo(walkthrough.button('Open Sample Log'));
    await keyboard.press('Enter');
    await editors.waitForFocus('Sample.log');
    await expect.poll(() => editors.cursor()).toMatch(/\(36 selected\)$/);

    const actions = new Actions();
    await actions.act(workbench.runCommandByKeyboard('Kratos: Find Session…'));
    await quickInput.focusedItem(new RegExp(stranger.device)).waitFor();
    await actions.act(keyboard.press('Enter'));
    await expect.poll(() => panel.outline()).toContain('Other Sessions (23)');
    await expect.poll(() => panel.hasKeyboard()).toBe(true);
    await actions.act(workbench.runCommandByKeyboard('Kratos: Open Identity'));
    await expect.poll(() => panel.outline()).toContain('24 of 24');
    expect(actions.count).toBe(3);
  });
});
