import { beforeAll, describe, expect, it } from 'vitest';
import { loadDeviceNames } from '../../src/text/deviceName.ts';
import { anIdentity } from '../unit/builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../unit/builders/sessionBuilder.ts';
import { panel } from '../unit/pages/session/panelFacts.ts';
import { completeList, identityMessages, identityPageFacts } from './identityMessages.ts';
import type { TestPage } from './openPage.ts';
import { recentMessage } from './recentFacts.ts';
import { testRows } from './sessionRows.ts';
import { expectAccessible, usePages } from './usePages.ts';

const most = 8;
const now = new Date('2026-11-23T18:00:00Z');

const withPage = usePages();

beforeAll(loadDeviceNames);

/** Presses Tab until the focus is in an element that `selector` matches. Returns the names of what had the focus. */
async function tabTo({ page }: TestPage, selector: string): Promise<readonly string[]> {
  const stops: string[] = [];
  const isThere = () => page.evaluate<boolean>(`document.activeElement.closest(${JSON.stringify(selector)}) !== null`);
  do {
    await page.keyboard.press('Tab');
    stops.push(await page.evaluate("document.activeElement.textContent.trim().replace(/\\s+/g, ' ')"));
  } while (!(await isThere()) && stops.length < 40);
  return stops;
}

const unlocked = { type: 'timeLeft', text: 'Unlocked, 14 min left', lockNow: 'Lock Now', locked: 'Locked' };
const failed = { kind: 'failed', failure: { kind: 'cancelled' } } as const;
const session = aSession({
  authentication_methods: ['password', 'totp', 'webauthn'].map((method) => ({
    method,
    aal: 'aal1',
    completed_at: '2026-11-23T15:46:10Z',
  })),
  devices: [wireDevice(), wireDevice()],
});
const identity = anIdentity();

describe('the session page', () => {
  it.each<[string, Parameters<typeof panel>[0]]>([
    ['is read', {}],
    ['waits for the rate limit', { phase: { kind: 'reading' }, waiting: 7 }],
    ['could not be read again', { phase: failed }],
    ['is gone', { phase: { kind: 'gone' } }],
  ])(
    'has at most 8 tab stops from its start to its end, and Other Sessions before them, when it %s',
    async (_, over) => {
      await withPage(
        'session',
        [{ type: 'show', model: panel({ session, identity, ...over }) }, unlocked],
        async (opened) => {
          await opened.page.locator('.session').waitFor();
          const stops = await tabTo(opened, 'summary');
          expect(stops.length).toBeLessThanOrEqual(most);
          expect(stops).toContain('Other Sessions');
        },
      );
    },
  );
});

describe.each(['session', 'identity', 'recent'] as const)('the %s page', (name) => {
  it('says how long its connection remains unlocked, announces it once, and locks it by a button', async () => {
    const [identityMessage] = await identityMessages([], identityPageFacts([]), now);
    const sessionMessage = { type: 'show', model: panel({ session }) };
    const message = { session: sessionMessage, identity: identityMessage, recent: recentMessage() }[name];
    await withPage(name, [message, unlocked], async (opened) => {
      const line = opened.page.locator('.unlock');
      const announced = () => opened.page.locator('#announcer').textContent();
      await expect.poll(() => line.innerText()).toMatch(/^Unlocked, 14 min left\s+Lock Now$/);
      await expect.poll(announced).toBe('Unlocked, 14 min left');
      const heading = await opened.page.locator('h1').elementHandle();
      await opened.post({ ...unlocked, text: 'Unlocked, 59 s left' });
      await expect.poll(() => line.innerText()).toContain('59 s left');
      expect(await announced()).toBe('Unlocked, 14 min left');
      expect(await heading?.evaluate((one) => one.isConnected)).toBe(true);
      await opened.page.getByRole('button', { name: 'Lock Now' }).click();
      expect(await opened.sent('lockNow')).toHaveLength(1);
      await opened.post({ ...unlocked, text: undefined });
      await expect.poll(announced).toBe('Locked');
      expect(await line.innerText()).toBe('');
    });
  });
});

const origins = Array.from({ length: 30 }, (_, index) =>
  aSession({
    id: uuid(index + 1),
    devices: [wireDevice({ ip_address: `${index + 1}.0.2.7`, user_agent: `client-${'x'.repeat(index)}` })],
  }),
);

describe('the identity page', () => {
  it.each<[string, Parameters<typeof identityPageFacts>[1]]>([
    ['read', {}],
    ['with a notice', { phase: failed }],
    [
      'with a filter and more to read',
      { filter: 'active', sessions: { ...completeList(origins), end: { kind: 'more' }, total: 1_203 } },
    ],
  ])('has at most 8 tab stops to its origins and 8 more to its table, %s', async (_, over) => {
    const unlock = { reason: undefined, milliseconds: 60_000 };
    const messages = await identityMessages(origins, identityPageFacts(origins, over), now, undefined, { unlock });
    await withPage('identity', [...messages, unlocked], async (opened) => {
      await opened.page.locator('.origins ol > .axis-row').nth(9).waitFor();
      await opened.page.getByRole('radio', { name: 'Week' }).check();
      await opened.page.locator('h1').click();
      expect((await tabTo(opened, '.origins')).length).toBeLessThanOrEqual(most);
      expect((await tabTo(opened, '[role="grid"]')).length).toBeLessThanOrEqual(most);
    });
  });

  it('has one tab stop for 30 origins, in which the arrow keys move between origins and between actions', async () => {
    const messages = await identityMessages(origins, identityPageFacts(origins), now);
    await withPage('identity', messages, async (opened) => {
      const { page } = opened;
      const focused = () =>
        page.evaluate<readonly [number, string]>(`(() => {
          const { activeElement } = document;
          const row = activeElement.closest('.axis-row');
          return [[...document.querySelectorAll('.origins ol > .axis-row')].indexOf(row), activeElement.textContent.trim()];
        })()`);
      const press = async (...keys: readonly string[]) => {
        for (const key of keys) {
          await page.keyboard.press(key);
        }
        return focused();
      };
      await page.getByRole('button', { name: 'Show All 30 Origins' }).click();
      await page.locator('.origins ol > .axis-row').nth(29).waitFor();
      const tabStops = page.locator('.origins ol > .axis-row button:not([tabindex="-1"])');
      expect(await tabStops.count()).toBe(1);

      await tabStops.focus();
      expect(await focused()).toEqual([0, 'Show Sessions']);
      expect(await press('ArrowDown', 'ArrowDown', 'ArrowRight')).toEqual([2, 'Recognised by the Owner']);
      expect(await press('End')).toEqual([2, 'Times as Text']);
      expect(await press('ArrowUp', 'Home')).toEqual([1, 'Show Sessions']);
      expect(await press('Control+End')).toEqual([29, 'Times as Text']);
      await press('Enter');
      await page.locator('.times button').waitFor();
      expect(await press('ArrowDown')).toEqual([29, 'client-x, active']);
      expect(await press('Control+Home', 'Shift+Tab', 'Tab')).toEqual([0, 'Show Sessions']);
    });
  });

  it('keeps the tab stop of its origins when the connection is locked while Revoke Sessions… has the focus', async () => {
    const unlock = { reason: undefined, milliseconds: 60_000 };
    const facts = identityPageFacts(origins);
    const messages = await identityMessages(origins, facts, now, undefined, { unlock });
    const [locked] = await identityMessages([], facts, now);
    await withPage('identity', messages, async (opened) => {
      const { page } = opened;
      await page.locator('.origins ol > .axis-row').nth(9).waitFor();
      const revoke = page.locator('.origins').getByRole('button', { name: 'Revoke Sessions…' });
      await revoke.nth(3).focus();
      await opened.post(locked);
      await expect.poll(() => revoke.count()).toBe(0);
      const tabStops = page.locator('.origins ol > .axis-row button:not([tabindex="-1"])');
      await expect.poll(() => tabStops.allInnerTexts()).toEqual(['Show Sessions']);
    });
  });
});

describe('the page of recent sessions', () => {
  it.each<[string, Parameters<typeof recentMessage>[0]]>([
    ['when more can be read', {}],
    ['while sessions are read', { phase: { kind: 'loading', what: 'all' } }],
    ['with a notice', { phase: { ...failed, at: 'more' } as never }],
  ])('has at most 8 tab stops to its table, %s', async (_, over) => {
    const messages = [recentMessage(over), { type: 'rows', rows: testRows(20), gone: [] }, unlocked];
    await withPage('recent', messages, async (opened) => {
      await opened.page.getByRole('row').nth(3).waitFor();
      expect((await tabTo(opened, '[role="grid"]')).length).toBeLessThanOrEqual(most);
    });
  });
});

describe('a value on the session page', () => {
  const shown = () => [{ type: 'show', model: panel({ session, identity }) }];

  it('is copied by a click, but not by the selection of a part of it', async () => {
    await withPage('session', shown(), async (opened) => {
      const { page } = opened;
      const value = page.locator('dl .value', { hasText: '203.0.113.80' }).first();
      await value.click();
      expect(await opened.sent('copyText')).toEqual([
        { type: 'copyText', text: '203.0.113.80', button: 'devices/0/ip' },
      ]);

      await opened.post({ type: 'copied', button: 'devices/0/ip' });
      await expect.poll(() => page.locator('#announcer').textContent()).toBe('Copied');
      expect(await value.getAttribute('title')).toBe('Copied');

      const text = await value.locator('bdi').boundingBox();
      await page.mouse.move((text?.x ?? 0) + 2, (text?.y ?? 0) + 8);
      await page.mouse.down();
      await page.mouse.move((text?.x ?? 0) + 30, (text?.y ?? 0) + 8);
      await page.mouse.up();
      expect(await page.evaluate('String(getSelection())')).toMatch(/^203/);
      expect(await opened.sent('copyText')).toHaveLength(1);
    });
  });

  it('is reached by arrow keys from one tab stop, shows its focus and is copied by Enter', async () => {
    await withPage('session', shown(), async (opened) => {
      const { page } = opened;
      const values = page.locator('.session .value');
      await values.first().waitFor();
      await tabTo(opened, '.session .value');
      const count = await values.count();
      expect(count).toBeGreaterThan(20);
      const texts: unknown[] = [];
      for (let index = 0; index < count; index += 1) {
        expect(await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')).toBe('solid');
        texts.push(await page.evaluate('document.activeElement.title'));
        await page.keyboard.press('Enter');
        await page.keyboard.press('ArrowDown');
      }
      expect(texts).toContain('Copy User agent');
      const sent = await opened.sent<{ button: string }>('copyText');
      expect(new Set(sent.map(({ button }) => button)).size).toBe(count);
    });
  });

  it.each([320, 800, 1600])(
    'has no problem that axe finds and no overflow in any theme, at %i pixels, with the menu open',
    async (width) => {
      await withPage(
        'session',
        shown(),
        async (opened) => {
          await opened.page.getByRole('button', { name: 'Copy', exact: true }).click();
          await opened.page.getByRole('menuitem').first().waitFor();
          await opened.inEachTheme((theme) => expectAccessible(opened, width, theme));
        },
        { width },
      );
    },
  );

  it('is copied as a whole by the menu, which a keyboard opens and leaves', async () => {
    await withPage('session', shown(), async (opened) => {
      const { page } = opened;
      const button = page.getByRole('button', { name: 'Copy', exact: true });
      await page.getByRole('button', { name: 'Other Sessions' }).focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowDown');
      await page.getByRole('menuitem', { name: 'Copy JSON' }).waitFor();
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      expect(await opened.sent('copyId')).toHaveLength(1);
      expect(await opened.sent('copyJson')).toHaveLength(0);
      expect(await button.evaluate((one) => one === one.ownerDocument.activeElement)).toBe(true);
    });
  });
});
