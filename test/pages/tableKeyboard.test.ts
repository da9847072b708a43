import { describe, expect, it } from 'vitest';
import { testNow, testRow, testRows } from './sessionRows.ts';
import { active, idsOf, row, selected, useTables } from './useTables.ts';

const withTable = useTables();

describe('the keyboard in the table of sessions', () => {
  it('walks through rows and selects each, with one tab stop for the grid', async () => {
    await withTable(testRows(100), async (table) => {
      const { keyboard } = table.page;
      await table.page.getByRole('button', { name: 'Save JSON As…' }).focus();
      await keyboard.press('Tab');
      await keyboard.press('ArrowDown');
      await keyboard.press('ArrowDown');
      await expect.poll(() => selected(table)).toEqual(idsOf(1));
      await keyboard.press('Home');
      await expect.poll(() => selected(table)).toEqual(idsOf(0));
      await keyboard.press('PageDown');
      await expect.poll(async () => (await selected(table))[0]).not.toEqual(idsOf(0)[0]);
      await keyboard.press('End');
      await expect.poll(() => selected(table)).toEqual(idsOf(99));
      expect(await row(table, 99).getAttribute('aria-selected')).toBe('true');

      await keyboard.press('Tab');
      expect(await table.page.evaluate('document.activeElement === document.body')).toBe(true);
    });
  });

  it('extends with Shift, moves with Control, toggles with Control and Space, selects all and clears', async () => {
    await withTable(testRows(1_000), async (table) => {
      const { keyboard } = table.page;
      await table.page.getByRole('grid').focus();
      await keyboard.press('ArrowDown');
      await keyboard.press('Shift+ArrowDown');
      await expect.poll(() => selected(table)).toEqual(idsOf(0, 1));
      await keyboard.press('Control+ArrowDown');
      await keyboard.press('Control+ArrowDown');
      await keyboard.press('Control+Space');
      await expect.poll(() => selected(table)).toEqual(idsOf(0, 1, 3));
      await keyboard.press('Control+a');
      await expect.poll(async () => (await selected(table)).length).toBe(1_000);
      await keyboard.press('Escape');
      await expect.poll(() => selected(table)).toEqual([]);
    });
  });

  it('opens the current row with Enter, and to the side with Control and Enter', async () => {
    await withTable(testRows(5), async (table) => {
      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('ArrowDown');
      await table.page.keyboard.press('Enter');
      await table.page.keyboard.press('Control+Enter');

      expect(await table.sent('run')).toEqual([
        { type: 'run', action: 'open', ids: idsOf(0) },
        { type: 'run', action: 'openToSide', ids: idsOf(0) },
      ]);
    });
  });

  it('sorts by a column from the header, which is above the first row', async () => {
    await withTable(testRows(50), async (table) => {
      const { keyboard } = table.page;
      await table.page.getByRole('grid').focus();
      await keyboard.press('ArrowUp');
      await keyboard.press('ArrowRight');
      await keyboard.press('ArrowRight');
      await expect.poll(() => active(table)).toBe('Place');
      await keyboard.press('Enter');

      const place = table.page.getByRole('columnheader', { name: 'Place' });
      await expect.poll(() => place.getAttribute('aria-sort')).toBe('ascending');
      await expect.poll(() => row(table, 0).innerText()).toContain('Berlin, DE');
      await keyboard.press('Space');
      await expect.poll(() => place.getAttribute('aria-sort')).toBe('descending');
      await expect.poll(() => row(table, 0).innerText()).toContain('Lagos, NG');
    });
  });

  it('reads single cells to the left and right of a row', async () => {
    await withTable(testRows(5), async (table) => {
      const { keyboard } = table.page;
      await table.page.getByRole('grid').focus();
      await keyboard.press('ArrowDown');
      await expect.poll(() => active(table)).toContain('Chrome 141 on Windows');
      await keyboard.press('ArrowRight');
      await keyboard.press('ArrowRight');
      await expect.poll(() => active(table)).toBe('1h ago');
      await keyboard.press('ArrowDown');
      await expect.poll(() => active(table)).toBe('6h ago');
    });
  });

  it('stays on its row while the row is scrolled out of sight and while rows come', async () => {
    await withTable(testRows(1_000), async (table) => {
      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('ArrowDown');
      await expect.poll(() => active(table)).toContain('1h ago');
      const first = await active(table);
      await table.page.getByRole('grid').evaluate((grid) => {
        grid.scrollTop = 15_000;
      });
      await row(table, 690).waitFor();
      expect(await active(table)).toBe(first);

      await table.post({ type: 'rows', rows: [testRow(1_000, { signedInAt: testNow })], gone: [] });
      await expect.poll(() => table.rowCount()).toBe(1_001);
      await expect.poll(() => active(table)).toBe(first);
      await table.page.keyboard.press('ArrowDown');
      await expect.poll(() => selected(table)).toEqual(idsOf(1));
    });
  });

  it('opens the menu of the current row', async () => {
    await withTable(testRows(5), async (table) => {
      await table.page.evaluate(`window.menus = []; document.addEventListener('contextmenu', (event) => {
        event.preventDefault();
        menus.push(JSON.parse(event.target.closest('[data-vscode-context]').dataset.vscodeContext));
      })`);
      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('ArrowDown');
      await table.page.keyboard.press('ArrowDown');
      await expect.poll(() => active(table)).toContain('6h ago');
      await table.page.keyboard.press('Shift+F10');

      await expect
        .poll(() => table.page.evaluate('menus'))
        .toMatchObject([{ webviewSection: 'session', sessionId: testRow(1).id, selected: 1 }]);
    });
  });

  it('keeps Control+A and Control+F from VS Code, which would select and find only what is drawn', async () => {
    await withTable(testRows(5), async (table) => {
      await table.page.evaluate(
        "window.keys = []; window.addEventListener('keydown', ({ key, ctrlKey }) => ctrlKey && keys.push(key))",
      );
      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('Control+a');
      await table.page.keyboard.press('Control+f');

      expect(await table.page.getByRole('combobox').evaluate((box) => box === box.ownerDocument.activeElement)).toBe(
        true,
      );
      expect(await table.page.evaluate('keys')).toEqual(['Control', 'Control']);
    });
  });
});
