import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SessionRow } from '../../src/pages/protocol/sessionRow.ts';
import { launchBrowser } from '../host/browser.ts';
import type { TestPage } from './openPage.ts';
import { testNow, testRow, testRows } from './sessionRows.ts';
import { openTable } from './tablePage.ts';
import type { LookOptions } from './usePages.ts';

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

/** Runs `check` with a table of `rows` that has drawn them, and fails on errors of the page. */
async function withTable(
  rows: readonly SessionRow[],
  check: (table: TestPage) => Promise<void>,
  options: LookOptions = {},
): Promise<void> {
  const table = await openTable(browser, rows, options);
  try {
    await table.post({ type: 'tick', now: testNow });
    await expect.poll(() => table.rowCount()).toBe(rows.length);
    await check(table);
    expect(table.errors).toEqual([]);
  } finally {
    await table.page.context().close();
  }
}

function row({ page }: TestPage, index: number): Locator {
  return page.locator(`[role="row"][aria-rowindex="${index + 2}"]`);
}

/** Returns the ids of the last message about the selection. */
async function selected(table: TestPage): Promise<readonly string[]> {
  return (await table.sent<{ ids: string[] }>('select')).at(-1)?.ids ?? [];
}

function idsOf(...indexes: number[]): readonly string[] {
  return indexes.map((index) => testRow(index).id);
}

/** Returns the text of what the keyboard is on. */
async function active({ page }: TestPage): Promise<string | undefined> {
  return page.evaluate<string | undefined>(
    'document.getElementById(document.activeElement?.getAttribute("aria-activedescendant"))?.innerText',
  );
}

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
