import { describe, expect, it } from 'vitest';
import { testRows } from './sessionRows.ts';
import { active, idsOf, row, selected, useTables } from './useTables.ts';

const withTable = useTables();

describe('the query of the table of sessions', () => {
  it('lists what matches and says how many of all', async () => {
    await withTable(testRows(1_203), async (table) => {
      const lagos = testRows(1_203).filter(({ place }) => place === 'Lagos, NG').length;
      await table.page.getByRole('combobox').fill('country:NG');

      await expect.poll(() => table.rowCount()).toBe(lagos);
      expect(await table.page.locator('.count').innerText()).toBe(`${lagos} of 1,203 match`);
    });
  });

  it('says what it does not understand and hides nothing for it', async () => {
    await withTable(testRows(10), async (table) => {
      await table.page.getByRole('combobox').fill('ip:300.1.1.1');

      const problems = table.page.locator('.problems');
      await expect.poll(() => problems.innerText()).toContain('“300.1.1.1” is not an IP address or network.');
      expect(await table.rowCount()).toBe(10);
    });
  });

  it('suggests fields and values to the keyboard', async () => {
    await withTable(testRows(100), async (table) => {
      const { keyboard } = table.page;
      const box = table.page.getByRole('combobox');
      await box.pressSequentially('coun');
      await table.page.getByRole('option', { name: /^country:/ }).waitFor();
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      expect(await box.inputValue()).toBe('country:');
      await table.page.getByRole('option', { name: 'NG' }).waitFor();
      await keyboard.type('n');
      await keyboard.press('ArrowDown');
      await keyboard.press('Enter');
      expect(await box.inputValue()).toBe('country:NG ');
      await expect.poll(() => box.getAttribute('aria-expanded')).toBe('false');
      await keyboard.press('Enter');
      await keyboard.press('ArrowDown');
      await expect.poll(() => active(table)).toContain('Lagos, NG');
    });
  });

  it('closes the suggestions with Escape, then clears the query', async () => {
    await withTable(testRows(10), async (table) => {
      const box = table.page.getByRole('combobox');
      await box.pressSequentially('pla');
      await table.page.getByRole('option').first().waitFor();
      await table.page.keyboard.press('Escape');
      await expect.poll(() => table.page.getByRole('option').count()).toBe(0);
      expect(await box.inputValue()).toBe('pla');
      await table.page.keyboard.press('Escape');
      await expect.poll(() => box.inputValue()).toBe('');
    });
  });

  it('unselects rows that it hides, so that no command reaches them', async () => {
    await withTable(testRows(20), async (table) => {
      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('Control+a');
      await table.page.getByRole('combobox').fill('country:NG');

      const lagos = testRows(20).filter(({ country }) => country === 'NG');
      await expect.poll(() => selected(table)).toEqual(lagos.map(({ id }) => id));
    });
  });

  it('is cleared when the page selects a row that it hides', async () => {
    await withTable(testRows(200), async (table) => {
      await table.page.getByRole('combobox').fill('nothing is found');
      await expect.poll(() => table.rowCount()).toBe(0);
      await table.post({ type: 'selectRows', ids: idsOf(150) });

      await row(table, 150).waitFor();
      await expect.poll(() => selected(table)).toEqual(idsOf(150));
    });
  });
});

describe('copies from the table of sessions', () => {
  it('copies the selected rows as text with the copy key', async () => {
    await withTable(testRows(5), async (table) => {
      await row(table, 0).click();
      await table.page.keyboard.press('Control+c');

      await expect
        .poll(() => table.sent('copyText'))
        .toEqual([
          {
            type: 'copyText',
            key: 'copyRows',
            text: 'active\t2026-11-23 14:00:00 UTC\tBerlin, DE\tChrome 141 on Windows\t198.51.100.0\tpassword\taal1\t2026-11-24 14:00:00 UTC',
          },
        ]);
    });
  });

  it('copies all that match as CSV and as JSON when none is selected', async () => {
    await withTable(testRows(20), async (table) => {
      const lagos = testRows(20).filter(({ country }) => country === 'NG');
      await table.page.getByRole('combobox').fill('country:NG');
      await expect.poll(() => table.rowCount()).toBe(lagos.length);
      await table.page.getByRole('button', { name: 'Copy' }).click();
      await table.page.getByRole('menuitem', { name: 'Copy as CSV' }).click();
      await table.page.getByRole('button', { name: 'Copy' }).click();
      await table.page.keyboard.press('End');
      await table.page.keyboard.press('Enter');

      await expect
        .poll(async () => (await table.sent<{ text: string }>('copyText'))[0]?.text.split('\r\n').length)
        .toBe(lagos.length + 2);
      expect(await table.sent('run')).toEqual([{ type: 'run', action: 'copyJson', ids: lagos.map(({ id }) => id) }]);
    });
  });
});
