import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { workspace } from 'vscode';
import type { Identity } from '../../src/core/kratos/identity.ts';
import type { Malformed, Session } from '../../src/core/kratos/session.ts';
import { IpDatabases, type OpenDatabases } from '../../src/ipDatabases/ipDatabases.ts';
import type { IdentityPageFacts } from '../../src/pages/host/identity/describeIdentityPage.ts';
import { anIdentity } from '../unit/builders/identityBuilder.ts';
import { ipDatabase } from '../unit/builders/ipDatabaseBuilder.ts';
import { aMalformedSession, aSession, uuid, wireDevice } from '../unit/builders/sessionBuilder.ts';
import { panel } from '../unit/pages/session/panelFacts.ts';
import { stub } from '../unit/stubVscode.ts';
import { completeList, identityMessages, identityPageFacts, type Surroundings } from './identityMessages.ts';
import type { TestPage } from './openPage.ts';
import { expectAccessible, type LookOptions, usePages } from './usePages.ts';

const settings = new Map<string, unknown>();

stub(workspace, { getConfiguration: () => ({ get: (name: string) => settings.get(name) }) });

type Item = Session | Malformed;

const withPage = usePages();
const now = new Date('2026-11-23T18:00:00Z');
const markup = '\u202E<img src=x onerror=alert(1)>{{alert(1)}}';
const rightToLeft = 'أبو ظبي, AE';
const long = 'x'.repeat(5000);

const device = (text: string) => [wireDevice({ user_agent: text, location: text, ip_address: text })];
const times = (time: unknown) => ({ issued_at: time, authenticated_at: time, expires_at: time });

const hostileSessions: readonly Item[] = [
  aSession({ id: uuid(1) }),
  aSession({ id: uuid(2), devices: device(markup) }),
  aSession({ id: uuid(3), devices: device(rightToLeft) }),
  aSession({ id: uuid(4), devices: device(long) }),
  aSession({ id: uuid(5), ...times('0001-01-01T00:00:00Z') }),
  aSession({ id: uuid(6), ...times('9999-12-31T23:59:59Z') }),
  aSession({ id: uuid(7), ...times(undefined) }),
  aSession({ id: uuid(8), ...times('yesterday') }),
  aSession({ id: uuid(9), devices: null, authentication_methods: null }),
  aSession({ id: uuid(10), authentication_methods: [{ method: markup, aal: long, provider: rightToLeft }] }),
  aSession({ id: uuid(11), authenticator_assurance_level: markup }),
  aMalformedSession({ id: uuid(12), expires_at: 5 }),
  aMalformedSession({ id: markup, expires_at: 5 }),
  aMalformedSession(7),
];

const hostileIdentity = anIdentity({
  traits: { email: `${markup}@example.org`, name: { first: long, last: rightToLeft } },
  verifiable_addresses: [{ value: long, via: markup, verified: true, created_at: '9999-12-31T23:59:59Z' }],
  recovery_addresses: [{ value: markup, via: 'email', created_at: '0001-01-01T00:00:00Z' }],
  credentials: { [markup]: { type: markup, identifiers: [long, rightToLeft] } },
});

const hostileFacts: Partial<IdentityPageFacts> = {
  identity: hostileIdentity,
  mails: {
    mails: [
      { recipient: long, template: markup, status: rightToLeft, sendCount: 2, createdAt: '2026-11-23T10:00:00Z' },
    ],
    withOlder: [markup],
    notRead: [long],
    malformed: 1,
  },
};

/** Runs `check` with a page that shows `items`, and fails on errors of the page and on lost rows. */
async function withIdentityPage(
  items: readonly Item[],
  over: Partial<IdentityPageFacts>,
  check: (page: TestPage) => Promise<void>,
  options: LookOptions & {
    readonly databases?: OpenDatabases;
    readonly surroundings?: Partial<Surroundings>;
  } = {},
): Promise<void> {
  const { databases, surroundings, ...look } = options;
  const messages = await identityMessages(items, identityPageFacts(items, over), now, databases, surroundings);
  const checkRows = async (identity: TestPage) => {
    await expect.poll(() => identity.rowCount()).toBe(items.length);
    await check(identity);
  };
  await withPage('identity', messages, checkRows, look);
}

/** Returns the name of the focused element. */
async function focused({ page }: TestPage): Promise<string> {
  return page.evaluate(
    "(({ tagName, role, textContent }) => (role ?? tagName) + ' ' + textContent.trim())(document.activeElement)",
  );
}

describe('the identity page with hostile data', () => {
  it('lists each session by its id, also those without times, devices or a shape that can be read', async () => {
    await withIdentityPage(hostileSessions, hostileFacts, async (identity) => {
      for (const { id } of hostileSessions.filter((item) => !item.id.includes('<'))) {
        await identity.page.getByRole('combobox').fill(id);
        await expect
          .poll(() => identity.page.locator('[data-id]').evaluateAll((rows) => rows.map((row) => row.dataset.id)))
          .toEqual([id]);
      }
      await identity.page.getByRole('combobox').fill('state:unreadable');
      await expect.poll(() => identity.rowCount()).toBe(3);
    });
  });

  it('counts each session in one origin', async () => {
    await withIdentityPage(hostileSessions, hostileFacts, async ({ page }) => {
      await expect.poll(() => page.locator('.origins ol > .axis-row').count()).toBeGreaterThan(3);
      const counts = await page.locator('.origin-head .quiet').allInnerTexts();
      const sum = counts.reduce((total, text) => total + Number(/(\d+) sessions?,/.exec(text)?.[1]), 0);
      expect(sum).toBe(hostileSessions.length);
    });
  });

  it('shows text as text', async () => {
    await withIdentityPage(hostileSessions, hostileFacts, async ({ page }) => {
      await expect.poll(() => page.locator('.origins').innerText()).toContain('<img src=x');
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.locator('main').innerText()).not.toContain('\u202E');
    });
  });

  it.each([320, 800, 1600])(
    'has no problem that axe finds and no overflow in any theme, at %i pixels',
    async (width) => {
      await withIdentityPage(
        hostileSessions,
        hostileFacts,
        async (identity) => {
          await identity.page.getByRole('grid').focus();
          await identity.page.keyboard.press('Home');
          await identity.post({ type: 'show', model: panel({ session: aSession({ devices: device(markup) }) }) });
          await identity.page.locator('.details dl').first().waitFor();
          await identity.inEachTheme((theme) => expectAccessible(identity, width, theme));
        },
        { width },
      );
    },
  );

  it('shows 200 of 250 origins on request, and says that the sessions of the others are in the table', async () => {
    const many = Array.from({ length: 250 }, (_, index) => {
      const places = { ip_address: `${index + 1}.0.2.7`, user_agent: `client-${'x'.repeat(index)}`, location: '' };
      return aSession({ id: uuid(index + 1), devices: [wireDevice(places)] });
    });
    await withIdentityPage(many, {}, async ({ page }) => {
      const origins = page.locator('.origins ol > .axis-row');
      await expect.poll(() => origins.count()).toBe(10);
      await page.getByRole('button', { name: 'Show All 250 Origins' }).click();
      await expect.poll(() => origins.count()).toBe(200);
      await page.getByText('and 50 more in the table').waitFor();
    });
  });

  it('shows 10,000 sessions in one origin, and the last of them with one key', async () => {
    const many = Array.from({ length: 10_000 }, (_, index) => aSession({ id: uuid(index + 1) }));
    await withIdentityPage(many, {}, async ({ page }) => {
      await expect
        .poll(() => page.locator('.origin-head .quiet').allInnerTexts())
        .toEqual([expect.stringContaining('10,000 sessions')]);
      await page.getByRole('grid').focus();
      await page.keyboard.press('End');
      await page.locator('[role="row"][aria-rowindex="10001"]').waitFor();
    });
  });
});

describe('the identity page says', () => {
  const some = [1, 2, 3].map((number) => aSession({ id: uuid(number) }));
  const list = completeList(some);
  const failed = { kind: 'failed', failure: { kind: 'cancelled' } } as const;
  const loading = { ...list, phase: { kind: 'loading', what: 'all' }, end: { kind: 'more' } } as const;

  it.each<[string, readonly Item[], Partial<IdentityPageFacts>, RegExp]>([
    ['that the identity is gone', [], { phase: { kind: 'gone' }, identity: undefined }, /has no identity with this id/],
    ['why the identity could not be read, and keeps the rows', some, { phase: failed }, /Retry/],
    [
      'why the sessions could not be read, and keeps those before',
      some,
      { sessions: { ...list, phase: { ...failed, at: 'more' } } },
      /Retry/,
    ],
    [
      'that it waits for the rate limit',
      some,
      { sessions: loading, isSettled: false, directory: { waiting: () => 7 } },
      /7 s/,
    ],
    ['which filter is in force', some, { filter: 'active' }, /filter: active only.*Clear Session Filter/s],
    ['that there are no sessions', [], {}, /No sessions/],
    [
      'that its connection was removed',
      some,
      { phase: { kind: 'noConnection' }, connection: undefined },
      /no longer exists/,
    ],
    [
      'how many identifiers of a credential it leaves out',
      some,
      {
        identity: anIdentity({
          credentials: { oidc: { identifiers: Array.from({ length: 23 }, (_, n) => `x:${n}`) } },
        }),
      },
      /x:0 · .* · x:19 · 3 more in the JSON/,
    ],
    ['why mails are missing', some, { mails: undefined, mailsFailure: { kind: 'cancelled' } }, /Mails are not shown/],
  ])('%s, in text that fits 320 pixels', async (_, items, over, expected) => {
    await withIdentityPage(
      items,
      over,
      async (identity) => {
        expect(await identity.page.locator('main').innerText()).toMatch(expected);
        await expectAccessible(identity, 320);
      },
      { width: 320 },
    );
  });
});

describe('the steps back to a safe account', () => {
  const some = [1, 2, 3].map((number) => aSession({ id: uuid(number), expires_at: '9999-12-31T23:59:59Z' }));
  const credentials = { password: { identifiers: ['ada@example.org'] }, totp: {}, passkey: {} };
  const isActive = anIdentity({ credentials });
  const isDisabled = anIdentity({ credentials, state: 'inactive', state_changed_at: '2026-11-23T17:00:00Z' });
  const facts = (identity: Identity): Partial<IdentityPageFacts> => ({ identity });
  const unlock = { reason: undefined, milliseconds: 14 * 60_000 };
  const steps = ({ page }: TestPage) => page.getByRole('list', { name: 'Steps' }).getByRole('listitem');
  const summary = ({ page }: TestPage) => page.locator('summary').filter({ hasText: 'Back to a safe account' });
  const isOpen = (identity: TestPage) => summary(identity).evaluate(({ parentElement }) => parentElement.open);

  it('are collapsed while the connection is locked, with the reason and a button that unlocks it', async () => {
    await withIdentityPage(some, facts(isActive), async (identity) => {
      expect(await isOpen(identity)).toBe(false);
      await summary(identity).click();
      await identity.page.getByText('The connection is locked. Unlock it to carry out these steps.').waitFor();
      expect(await steps(identity).getByRole('button').count()).toBe(0);
      await identity.page.getByRole('button', { name: 'Unlock Connection…' }).click();
      expect(await identity.sent('unlock')).toHaveLength(1);
      expect(await identity.accessibilityViolations()).toEqual([]);
    });
  });

  it('are open while it is unlocked, and each is listed with its state and a button where there is something to do', async () => {
    await withIdentityPage(
      some,
      facts(isActive),
      async (identity) => {
        expect(await isOpen(identity)).toBe(true);
        expect(await steps(identity).allInnerTexts()).toEqual([
          expect.stringMatching(/^1\s+Disable · active\s+Disable Identity…$/),
          expect.stringMatching(/^2\s+Revoke · 3 active sessions\s+Revoke Sessions…$/),
          expect.stringMatching(/^3\s+Remove a credential · totp, password\s+Remove Credential…$/),
          expect.stringMatching(/^4\s+Recovery · a code or link for the owner\s+Create Code or Link…$/),
          expect.stringMatching(/^5\s+Enable · active$/),
        ]);
        await identity.page.getByRole('button', { name: 'Remove Credential…' }).click();
        expect(await identity.sent('runStep')).toEqual([{ type: 'runStep', step: 'removeCredential' }]);
      },
      { surroundings: { unlock } },
    );
  });

  it('that are done have a check mark and say when, and a disabled identity says what comes back', async () => {
    const completed = new Map([
      ['revoke', new Date(Date.now() - 5 * 60_000)],
      ['enable', new Date(Date.now() - 3 * 60_000)],
    ] as const);
    await withIdentityPage(
      some,
      facts(isDisabled),
      async (identity) => {
        const texts = await steps(identity).allInnerTexts();
        expect(texts[0]).toMatch(/^Disable · inactive · done .+ ago$/);
        expect(texts[1]).toMatch(/^Revoke · which sessions ended is known once it is enabled · done 5 minutes ago/);
        expect(texts[4]).toMatch(/^5\s+Enable · inactive\s+Enable Identity…$/);
        expect(await steps(identity).locator('.icon').count()).toBe(2);
        expect(await summary(identity).innerText()).toContain('2 of 5 steps done');
      },
      { surroundings: { unlock, completed } },
    );
  });

  it('are one tab stop, in which the arrow keys move', async () => {
    await withIdentityPage(
      some,
      facts(isActive),
      async (identity) => {
        const { keyboard } = identity.page;
        await summary(identity).focus();
        await keyboard.press('Tab');
        expect(await focused(identity)).toBe('BUTTON Disable Identity…');
        await keyboard.press('ArrowDown');
        await keyboard.press('ArrowDown');
        await keyboard.press('Enter');
        expect(await identity.sent('runStep')).toEqual([{ type: 'runStep', step: 'removeCredential' }]);
        await keyboard.press('Tab');
        expect(await focused(identity)).not.toContain('Create Code or Link');
        await keyboard.press('Shift+Tab');
        expect(await focused(identity)).toBe('BUTTON Remove Credential…');
      },
      { surroundings: { unlock } },
    );
  });

  it('stay as the user left them when the connection is unlocked, and over a reload', async () => {
    const closed = { state: { safetyOpen: false }, surroundings: { unlock } };
    await withIdentityPage(some, facts(isActive), async (page) => expect(await isOpen(page)).toBe(false), closed);
    await withIdentityPage(some, facts(isActive), async (identity) => {
      await summary(identity).click();
      await expect.poll(() => identity.state()).toMatchObject({ safetyOpen: true });
    });
  });

  it.each([320, 800])('have no problem that axe finds and no overflow in any theme, at %i pixels', async (width) => {
    const completed = new Map([['disable', new Date()]] as const);
    await withIdentityPage(
      some,
      facts(isDisabled),
      async (identity) => {
        await identity.inEachTheme(async (theme) => {
          await expectAccessible(identity, width, theme);
          await identity.screenshot(`identity-safety-${theme}-${width}`);
        });
      },
      { width, height: 900, surroundings: { unlock, completed } },
    );
  });
});

describe('the identity page with a database of addresses that breaks at the first look-up', () => {
  it('says so in one sentence and shows every row', async () => {
    const sessions = [1, 2, 3].map((number) => aSession({ id: uuid(number) }));
    const file = path.join(await mkdtemp(path.join(tmpdir(), 'identity-page-')), 'broken.mmdb');
    const content = ipDatabase({ '203.0.113.0/24': { country: { iso_code: 'DE' } } });
    // A data type that the format does not have.
    content[content.indexOf('country') - 1] = 0;
    await writeFile(file, content);
    settings.set('kratosExplorer.ipDatabases', [file]);
    const databases = await new IpDatabases().read();
    try {
      expect(databases.problems()).toEqual([]);
      await withIdentityPage(
        sessions,
        {},
        async ({ page }) => {
          await expect.poll(() => page.getByText('broken.mmdb').count()).toBe(1);
          expect(await page.getByText('broken.mmdb').innerText()).toMatch(/is broken .* Download it again\.$/);
          await expect.poll(() => page.locator('[data-id]').count()).toBe(3);
          await expect.poll(() => page.locator('.origin-head').innerText()).toContain('3 sessions');
        },
        { databases },
      );
    } finally {
      await rm(path.dirname(file), { recursive: true });
    }
  });
});

describe('the keyboard on the identity page', () => {
  it('reaches the table after a few tab stops, the details after one more, and comes back to the same row', async () => {
    const sessions = [1, 2, 3].map((number) => aSession({ id: uuid(number) }));
    await withIdentityPage(sessions, {}, async (identity) => {
      const { page } = identity;
      await page.locator('.origins svg.lane').last().waitFor();
      const stops: string[] = [];
      while (!stops.at(-1)?.startsWith('grid')) {
        await page.keyboard.press('Tab');
        stops.push(await focused(identity));
      }
      expect(stops.length).toBeLessThan(15);

      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      await expect.poll(async () => (await identity.sent('select')).at(-1)).toMatchObject({ current: uuid(2) });
      await identity.post({ type: 'show', model: panel({ session: aSession({ id: uuid(2) }) }) });
      await page.locator('.details button').first().waitFor();
      await page.keyboard.press('Tab');
      expect(await page.locator('.details :focus').count()).toBe(1);

      await page.keyboard.press('Shift+Tab');
      expect(await focused(identity)).toMatch(/^grid/);
      await page.keyboard.press('ArrowDown');
      await expect.poll(async () => (await identity.sent('select')).at(-1)).toMatchObject({ current: uuid(3) });
    });
  });
});
