import { describe, expect, it } from 'vitest';
import type { RecentFacts } from '../../src/pages/host/recent/describeRecentPage.ts';
import type { TestPage } from './openPage.ts';
import { recentMessage } from './recentFacts.ts';
import { testRow } from './sessionRows.ts';
import { expectAccessible, type LookOptions, usePages } from './usePages.ts';

const withPage = usePages();

const hostile = '\u202E<img src=x onerror=alert(1)>';
const rows = [
  testRow(0, { identity: 'Emmy Ritter', addresses: ['198.51.100.77'] }),
  testRow(1, { identity: hostile, device: hostile, place: hostile }),
  testRow(2, { identity: undefined, state: 'unreadable', stateText: 'expires_at is a number' }),
  testRow(3, {
    identity: 'x'.repeat(5000),
    signedInAt: Date.UTC(9999, 11),
    expiresAt: Date.parse('0001-01-01T00:00:00Z'),
  }),
];

async function withRecentPage(check: (page: TestPage) => Promise<void>, options?: LookOptions): Promise<void> {
  const checkRows = async (recent: TestPage) => {
    await expect.poll(() => recent.rowCount()).toBe(4);
    await check(recent);
  };
  await withPage('recent', [recentMessage(), { type: 'rows', rows, gone: [] }], checkRows, options);
}

describe('the page of recent sessions', () => {
  it('shows which sessions were read, and asks for more, for a time and for new ones', async () => {
    await withRecentPage(async (recent) => {
      const { page } = recent;
      await expect(page.locator('.coverage').textContent()).resolves.toMatch(/3 newest sessions, back to/);
      for (const [button, type] of [
        ['Read More', 'readMore'],
        ['Read Back To…', 'readBackTo'],
        ['Refresh', 'refreshPage'],
      ] as const) {
        await page.getByRole('button', { name: button }).click();
        expect(await recent.sent(type)).toHaveLength(1);
      }
    });
  });

  it('offers only Cancel while sessions are read, and keeps saying which were', async () => {
    await withRecentPage(async (recent) => {
      await recent.post(recentMessage({ phase: { kind: 'loading', what: 'all' } }));
      await recent.page.getByRole('button', { name: 'Cancel' }).click();
      expect(await recent.sent('cancelPage')).toHaveLength(1);
      expect(await recent.page.getByRole('button', { name: /Read|Refresh/ }).count()).toBe(0);
      await expect(recent.page.locator('.coverage').textContent()).resolves.toMatch(
        /3 newest sessions, back to .*, Loading sessions: 3 read/s,
      );
    });
  });

  it('does not call a list empty that is being read or could not be read', async () => {
    await withRecentPage(async (recent) => {
      const show = (phase: NonNullable<RecentFacts['list']>['phase']) =>
        recent.post(recentMessage({ items: [], phase }));
      const table = () => recent.page.getByRole('grid').innerText();
      await recent.post({ type: 'rows', rows: [], gone: rows.map(({ id }) => id) });
      await show({ kind: 'loading', what: 'first' });
      await expect.poll(table).toContain('Loading sessions…');
      await show({ kind: 'failed', at: 'first', failure: { kind: 'cancelled' } });
      await expect.poll(table).not.toContain('Loading sessions…');
      expect(await table()).not.toContain('No sessions');
      await show({ kind: 'ready' });
      await expect.poll(table).toContain('No sessions: there was no sign-in');
    });
  });

  it('puts the query of the host into its box, and keeps it with the connection', async () => {
    await withRecentPage(async (recent) => {
      await recent.post({ type: 'find', query: 'ip:198.51.100.0/24' });
      await expect.poll(() => recent.page.getByRole('combobox').inputValue()).toBe('ip:198.51.100.0/24');
      await expect.poll(() => recent.rowCount()).toBe(1);
      await expect
        .poll(() => recent.state())
        .toMatchObject({ connectionId: 'acme', table: { query: 'ip:198.51.100.0/24' } });
    });
  });

  it('lets the menus of its rows offer to revoke while its connection is unlocked', async () => {
    await withRecentPage(async (recent) => {
      // As VS Code reads it: the data of all elements around a row, the inner ones first.
      const mayChange = () =>
        recent.page.evaluate(`(() => {
          const data = [];
          for (let at = document.querySelector('[role=row][data-id]'); at !== null; at = at.parentElement) {
            data.unshift(JSON.parse(at.dataset.vscodeContext ?? '{}'));
          }
          return Object.assign({}, ...data).mayChange;
        })()`);
      expect(await mayChange()).toBe(false);
      await recent.post(recentMessage({}, { isUnlocked: true }));
      await expect.poll(mayChange).toBe(true);
      await recent.post(recentMessage());
      await expect.poll(mayChange).toBe(false);
    });
  });

  it('reports the row that is selected, and opens that of a double click', async () => {
    await withRecentPage(async (recent) => {
      await recent.page.getByRole('row', { name: /Emmy Ritter/ }).dblclick();
      const id = testRow(0).id;
      expect(await recent.sent('select')).toContainEqual({ type: 'select', ids: [id], current: id });
      expect(await recent.sent('run')).toEqual([{ type: 'run', action: 'open', ids: [id] }]);
    });
  });

  it.each([320, 800, 1600])(
    'has no problem that axe finds and no overflow in any theme, at %i pixels',
    async (width) => {
      await withRecentPage((recent) => recent.inEachTheme((theme) => expectAccessible(recent, width, theme)), {
        width,
      });
    },
  );
});
