import { describe, expect, it } from 'vitest';
import { tellStory } from './story.ts';

describe('with the keyboard only', () => {
  const story = tellStory({ demo: { identities: 20 } });

  it('the user finds an identity by its e-mail address', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await keyboard.press('F1');
    await keyboard.type('Kratos: Find Identity');
    await workbench.quickInput.focusedItem('Kratos: Find Identity…').waitFor();
    await keyboard.press('Enter');
    await expect.poll(() => workbench.quickInput.value()).toBe('');
    await keyboard.type('ada@example.org');
    await workbench.quickInput.focusedItem(/^Ada Lovelace/).waitFor();
    await keyboard.press('Enter');

    await expect.poll(() => workbench.tree.focused.label()).toBe('Ada Lovelace');
    await expect.poll(() => workbench.tree.focused.description()).toMatch(/^100 of 1,203 · /);
    await workbench.screenshot('keyboard-found');
  });

  it('the user loads more sessions, and the focus stays at the first row of the next page', async () => {
    const { workbench } = story;
    const { tree } = workbench;
    const { keyboard } = workbench.page;
    // The last of the sessions' rows: up from the next identity.
    await keyboard.type('Nora');
    await expect.poll(() => tree.focused.label()).toBe('Nora Neumann');
    await keyboard.press('ArrowUp');
    await expect.poll(() => tree.focused.label()).toBe('Load more');
    await keyboard.press('Enter');
    await expect.poll(() => tree.focused.label()).not.toBe('Load more');
    await keyboard.press('ArrowLeft');
    await expect.poll(() => tree.focused.description()).toMatch(/^200 of 1,203 · /);
  });

  it('the user loads more sessions from the palette, which lists Load More for this row only', async () => {
    const { workbench } = story;
    const { tree } = workbench;
    const { keyboard } = workbench.page;
    await workbench.runCommandByKeyboard('Kratos: Load More');
    await expect.poll(() => tree.focused.label()).not.toBe('Ada Lovelace');
    await keyboard.press('ArrowLeft');
    await expect.poll(() => tree.focused.description()).toMatch(/^300 of 1,203 · /);
    await keyboard.type('Nora');
    await expect.poll(() => tree.focused.label()).toBe('Nora Neumann');
    await keyboard.press('Enter');
    await keyboard.press('F1');
    await keyboard.type('Kratos: Filter Sessions');
    const filter = workbench.quickInput.item('Kratos: Filter Sessions…');
    await filter.waitFor();
    await workbench.quickInput.type('>Kratos: Load More');
    await filter.waitFor({ state: 'hidden' });
    expect(await workbench.quickInput.item('Kratos: Load More').count()).toBe(0);
    await workbench.quickInput.cancel();
    await keyboard.press('Enter');
    await keyboard.type('Ada');
    await expect.poll(() => tree.focused.label()).toBe('Ada Lovelace');
  });

  it('the user opens a session', async () => {
    const { workbench } = story;
    const { keyboard } = workbench.page;
    await keyboard.press('ArrowDown');
    await expect.poll(() => workbench.tree.focused.description()).toMatch(/^\d+ \w+ · /);
    await keyboard.press('Enter');

    await expect.poll(() => workbench.panel.outline()).toContain('Ada Lovelace');
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.screenshot('keyboard-session');
  });

  it('the user copies the JSON of a session', async () => {
    const { workbench, demo } = story;
    await workbench.clipboard.write('');
    await workbench.runCommandByKeyboard('Kratos: Copy Session JSON');

    await expect.poll(() => workbench.clipboard.read()).toContain(demo.people.ada);
  });

  it('the user opens the JSON of a session in an editor', async () => {
    const { workbench, demo } = story;
    await workbench.runCommandByKeyboard('Kratos: Open Session JSON');
    await expect.poll(() => workbench.editors.activeName()).toMatch(/\.json$/);
    await expect.poll(() => workbench.editors.shows(demo.people.ada)).toBe(true);
  });
});
