import { describe, expect, it } from 'vitest';
import { tellStory } from './story.ts';

describe('with the keyboard alone', () => {
  const story = tellStory({ demo: { identities: 20 } });

  it('an identity is found by its e-mail address', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await keyboard.press('F1');
    await keyboard.type('Kratos: Find Identity');
    await workbench.quickInput.focusedItem('Kratos: Find Identity…').waitFor();
    await keyboard.press('Enter');
    await expect.poll(() => workbench.quickInput.value()).toBe('');
    await keyboard.type('grace@example.org');
    await workbench.quickInput.focusedItem(/^Grace Hopper/).waitFor();
    await keyboard.press('Enter');

    await workbench.tree.row(/^Grace Hopper/).waitFor();
    await workbench.screenshot('keyboard-found');
  });

  it('its sessions are walked to, and one is opened', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await expect.poll(() => workbench.tree.focused.label()).toBe('Grace Hopper');
    await workbench.tree.row(/^Chrome/).waitFor();
    await keyboard.press('ArrowDown');
    await expect.poll(() => workbench.tree.focused.label()).toMatch(/^Chrome/);
    await keyboard.press('Enter');

    await expect.poll(() => workbench.panel.outline()).toContain('Grace Hopper');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.screenshot('keyboard-session');
  });

  it('its JSON is copied', async () => {
    const { workbench, demo } = story;
    await workbench.clipboard.write('');
    await workbench.runCommandByKeyboard('Kratos: Copy Session JSON');

    await expect.poll(() => workbench.clipboard.read()).toContain(demo.people.grace);
  });
});
