import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeRecentPage, type RecentFacts } from '../../src/pages/host/recent/describeRecentPage.ts';
import { launchBrowser } from '../host/browser.ts';
import { aConnection } from '../unit/builders/connectionBuilder.ts';
import { aSession, uuid } from '../unit/builders/sessionBuilder.ts';
import { buildScript, openPage, type PageOptions, type TestPage, themeNames } from './openPage.ts';
import { testNow, testRow } from './sessionRows.ts';

let browser: Browser;
let script: string;

beforeAll(async () => {
  script = await buildScript('out/pages', 'pages', 'src/pages/browser/pages.ts');
  browser = await launchBrowser();
});

afterAll(() => browser?.close());

const facts: RecentFacts = {
  connectionId: 'acme',
  connection: aConnection({ name: 'Acme' }),
  directory: { waiting: () => undefined },
  list: {
    phase: { kind: 'ready' },
    items: Array.from({ length: 3 }, (_, index) => aSession({ id: uuid(index + 1) })),
    end: { kind: 'more' },
    isFull: false,
    isNewestFirst: true,
    backTo: testNow,
    readAt: new Date(testNow),
  },
  isUnlocked: false,
  problems: [],
};
const loading = facts.list && { ...facts.list, phase: { kind: 'loading', what: 'all' } as const };

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

async function withRecentPage(
  check: (page: TestPage) => Promise<void>,
  options: Omit<PageOptions, 'script' | 'page'> = {},
): Promise<void> {
  const recent = await openPage(browser, { script, page: 'recent', ...options });
  try {
    await expect.poll(() => recent.sent('ready')).toHaveLength(1);
    await recent.post({ type: 'page', model: describeRecentPage(facts) });
    await recent.post({ type: 'rows', rows, gone: [] });
    await expect.poll(() => recent.page.getByRole('grid').getAttribute('aria-rowcount')).toBe('5');
    await check(recent);
    expect(recent.errors).toEqual([]);
  } finally {
    await recent.page.context().close();
  }
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
      await recent.post({ type: 'page', model: describeRecentPage({ ...facts, list: loading }) });
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
      const emptyList = { ...facts.list, items: [] };
      const show = (phase: object) => {
        const list = { ...emptyList, phase } as RecentFacts['list'];
        return recent.post({ type: 'page', model: describeRecentPage({ ...facts, list }) });
      };
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
      await expect.poll(() => recent.page.getByRole('grid').getAttribute('aria-rowcount')).toBe('2');
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
      await recent.post({ type: 'page', model: describeRecentPage({ ...facts, isUnlocked: true }) });
      await expect.poll(mayChange).toBe(true);
      await recent.post({ type: 'page', model: describeRecentPage(facts) });
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

  it.each(themeNames.flatMap((theme) => [320, 800, 1600].map((width) => [theme, width] as const)))(
    'has no problem that axe finds and no overflow in the theme %s, at %i pixels',
    async (theme, width) => {
      await withRecentPage(
        async (recent) => {
          expect(await recent.accessibilityViolations()).toEqual([]);
          expect(await recent.page.evaluate('document.documentElement.scrollWidth')).toBe(width);
        },
        { theme, width },
      );
    },
  );
});
