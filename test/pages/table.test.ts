import { describe, expect, it } from 'vitest';
import { testRow, testRows } from './sessionRows.ts';
import { idsOf, row, selected, useTables } from './useTables.ts';

const withTable = useTables();

describe('the table of sessions', () => {
  it('draws at most 70 of 10,000 rows, also at the end', async () => {
    await withTable(testRows(10_000), async (table) => {
      const drawn = () => table.page.locator('[role="row"]').count();
      await row(table, 10).waitFor();
      expect(await drawn()).toBeLessThan(70);

      await table.page.getByRole('grid').focus();
      await table.page.keyboard.press('End');
      await row(table, 9_999).waitFor();
      expect(await drawn()).toBeLessThan(70);
      expect(await selected(table)).toEqual(idsOf(9_999));
    });
  });

  it('draws once a frame at most, however many batches of rows come', async () => {
    await withTable([], async (table) => {
      const batches = Array.from({ length: 200 }, (_, index) => [testRow(index)]);
      const [frames, mutations] = await table.page.evaluate<[number, number]>(`(async () => {
        let [frames, mutations] = [0, 0];
        const count = () => { frames += 1; requestAnimationFrame(count); };
        new MutationObserver(() => { mutations += 1; }).observe(document.querySelector('.count'), { subtree: true, characterData: true, childList: true });
        requestAnimationFrame(count);
        for (const rows of ${JSON.stringify(batches)}) { window.postMessage({ type: 'rows', rows, gone: [] }, '*'); }
        while (!document.querySelector('.count').textContent.startsWith('200 ')) { await new Promise(requestAnimationFrame); }
        return [frames, mutations];
      })()`);
      expect(mutations).toBeLessThanOrEqual(frames + 1);
    });
  });

  it('replaces a row that changed and removes one that is gone', async () => {
    await withTable(testRows(3), async (table) => {
      await table.post({ type: 'rows', rows: [testRow(1, { place: 'Auckland, NZ' })], gone: idsOf(0) });

      await expect.poll(() => row(table, 0).innerText()).toContain('Auckland, NZ');
      expect(await table.rowCount()).toBe(2);
    });
  });

  it('shows age, place and device at 320 pixels, and more columns in a wider table', async () => {
    const headings = async (width: number) => {
      let found: string[] = [];
      await withTable(
        testRows(3),
        async ({ page }) => {
          found = await page.getByRole('columnheader').allInnerTexts();
        },
        { width },
      );
      return found.map((heading) => heading.trim());
    };

    expect(await headings(320)).toEqual(['State', 'Signed in', 'Place', 'Device']);
    expect(await headings(800)).toContain('Address');
    expect(await headings(1600)).toContain('Session id');
  });

  it('shows the identity where rows have one', async () => {
    await withTable([testRow(0, { identity: 'Emmy Ritter' })], async (table) => {
      await expect.poll(() => row(table, 0).innerText()).toContain('Emmy Ritter');
    });
  });

  it('says the problem of a session that cannot be read in its row', async () => {
    const stateText = 'The session has no id.';
    await withTable([testRow(0, { state: 'unreadable', stateText, device: '' })], async (table) => {
      await expect.poll(() => row(table, 0).getByRole('gridcell').last().innerText()).toBe(stateText);
    });
  });

  it('shows hostile text as text', async () => {
    const hostile = '<img src=x onerror="throw 1">\u202E{{alert(1)}}';
    await withTable([testRow(0, { device: hostile, place: hostile, id: hostile })], async (table) => {
      await expect.poll(() => row(table, 0).innerText()).toContain('<img src=x');
      expect(await table.page.locator('img').count()).toBe(0);
    });
  });

  it('keeps sort, query, columns, selection and scroll position over a reload, as plain JSON', async () => {
    const rows = testRows(2_000);
    await withTable(rows, async (table) => {
      const { page } = table;
      await page.getByRole('columnheader', { name: 'Place' }).click();
      await page.getByRole('combobox').fill('-state:unreadable');
      await page.getByRole('button', { name: 'Columns' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'AAL' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
      await expect.poll(async () => (await table.state<{ scroll: number }>())?.scroll).toBeGreaterThan(0);
      const [kept] = await selected(table);
      const state = JSON.parse(JSON.stringify(await table.state())) as { scroll: number };

      await withTable(
        rows,
        async (next) => {
          await expect.poll(() => selected(next)).toEqual([kept]);
          await row(next, 1_999).waitFor();
          expect(await next.page.getByRole('columnheader', { name: 'Place' }).getAttribute('aria-sort')).toBe(
            'ascending',
          );
          expect(await next.page.getByRole('combobox').inputValue()).toBe('-state:unreadable');
          expect(await next.page.getByRole('columnheader', { name: 'AAL' }).count()).toBe(0);
        },
        { state },
      );
    });
  });
});

describe('the mouse in the table of sessions', () => {
  it('selects with Control and Shift, and opens with a double click', async () => {
    await withTable(testRows(20), async (table) => {
      await row(table, 1).click();
      await row(table, 3).click({ modifiers: ['Control'] });
      expect(await selected(table)).toEqual(idsOf(1, 3));
      await row(table, 5).click({ modifiers: ['Shift'] });
      expect(await selected(table)).toEqual(idsOf(3, 4, 5));
      await row(table, 7).dblclick();
      expect(await table.sent('run')).toEqual([{ type: 'run', action: 'open', ids: idsOf(7) }]);
    });
  });

  it('selects an unselected row before its menu opens, and keeps a selection that has the row', async () => {
    await withTable(testRows(20), async (table) => {
      await table.page.evaluate(`window.counts = []; document.addEventListener('contextmenu', (event) => {
        event.preventDefault();
        counts.push(JSON.parse(event.target.closest('[data-vscode-context]').dataset.vscodeContext).selected);
      })`);
      await row(table, 1).click();
      await row(table, 2).click({ modifiers: ['Control'] });
      await row(table, 1).click({ button: 'right' });
      expect(await selected(table)).toEqual(idsOf(1, 2));
      await row(table, 4).click({ button: 'right' });
      expect(await selected(table)).toEqual(idsOf(4));
      expect(await table.page.evaluate('counts')).toEqual([2, 1]);
    });
  });
});

describe('the table of sessions, as it looks', () => {
  it.each([320, 800, 1600])(
    'has no problem that axe finds in any theme at %i pixels, with its columns or its suggestions open',
    async (width) => {
      await withTable(
        [...testRows(200), testRow(300, { state: 'unreadable', stateText: 'It has no id.' })],
        async (table) => {
          const checkAs = (name: string) =>
            table.inEachTheme(async (theme) => {
              expect(await table.accessibilityViolations(), theme).toEqual([]);
              await table.screenshot(`${name}-${theme}-${width}`);
            });
          await table.page.getByRole('grid').focus();
          await table.page.keyboard.press('ArrowDown');
          await table.page.keyboard.press('Shift+ArrowDown');
          await expect.poll(() => selected(table)).toEqual(idsOf(0, 1));
          await table.inEachTheme((theme) => table.screenshot(`table-${theme}-${width}`));

          await table.page.getByRole('button', { name: 'Columns' }).click();
          await table.page.getByRole('menuitemcheckbox').first().waitFor();
          await checkAs('columns');

          await table.page.getByRole('combobox').fill('ip:1 c');
          await table.page.getByRole('option').first().waitFor();
          await checkAs('query');
        },
        { width },
      );
    },
  );
});
