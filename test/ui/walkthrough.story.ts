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

const stranger = { device: 'python-requests 2.32', place: 'Auckland, NZ', sessions: 3 };

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
