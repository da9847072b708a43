import '../origins/vscodeForNode.ts';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { itemSpans } from '../../src/core/kratos/json/jsonSpans.ts';
import type { Malformed, Session } from '../../src/core/kratos/session.ts';
import { SessionItems } from '../../src/core/kratos/sessionItem.ts';
import type { IdentityHostMessage } from '../../src/pages/protocol/identityMessages.ts';
import { launchBrowser } from '../host/browser.ts';
import { installHost } from '../host/install.ts';
import type { TestPage } from '../pages/openPage.ts';
import { uuid, wireDevice, wireSession } from '../unit/builders/sessionBuilder.ts';
import type { Figure } from './figures.ts';
import { longestTask, timeToFirstRows } from './pageTasks.ts';

const sessionCount = 10_000;
const pageSize = 250;
const rounds = 5;
const blockLimit = 16;
const firstRowsLimit = 100;
const now = new Date('2026-11-24T12:00:00Z');

/** What a user does with the page of an identity with 10,000 sessions. */
const actions: Readonly<Record<string, (page: TestPage) => Promise<unknown>>> = {
  'rows come': (page) => postEach(page, "type === 'rows'"),
  'origins come': (page) => postEach(page, "type === 'origins'"),
  'sort by device': ({ page }) => page.getByRole('columnheader', { name: 'Device' }).click(),
  'search for text': ({ page }) => page.getByRole('combobox').pressSequentially('active'),
  'select a session': ({ page }) => page.locator('[role="row"][aria-rowindex="3"]').click(),
  'show a week': ({ page }) => page.getByRole('radio', { name: 'Week' }).check(),
  'show all of the time': ({ page }) => page.getByRole('radio', { name: 'All' }).check(),
};

/**
 * Measures both sides of the identity page with 10,000 sessions, in milliseconds of CPU time; the best of some rounds.
 */
export async function identityPageFigures(): Promise<Figure[]> {
  await installHost();
  const { openPage } = await import('../pages/openPage.ts');
  const { identityMessages, identityPageFacts, sendIdentityPage } = await import('../pages/identityMessages.ts');
  const lists = { 'one origin': sessionsOf(atHome), 'many origins': sessionsOf(everywhere) };
  const browser = await launchBrowser();
  const least = new Map<string, number>();
  const note = (name: string, value: number) =>
    least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, value));
  const script = 'dist/pages.js';
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [list, items] of Object.entries(lists)) {
        const facts = identityPageFacts(items);
        const name = `of a page of ${sessionCount.toLocaleString('en')} sessions in ${list}`;
        note(
          `longest block of the extension ${name}`,
          // VS Code writes messages as JSON.
          await longestTurn(() => sendIdentityPage((message) => JSON.stringify(message), items, facts, now)),
        );
        const messages = await identityMessages(items, facts, now);
        const page = await openPage(browser, { script, height: 1000 });
        note(
          `CPU time until the first rows ${name}`,
          await timeToFirstRows(browser, () => showFirstRows(page, messages.slice(0, 2))),
        );
        await page.page.evaluate(`window.messages = ${JSON.stringify(messages)}`);
        for (const [action, act] of Object.entries(actions)) {
          note(`longest task ${name}, ${action}`, await longestTask(browser, page, () => act(page)));
        }
        await page.page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
  return [...least].map(([name, value]) => ({
    name,
    value,
    limit: name.startsWith('CPU time') ? firstRowsLimit : blockLimit,
    unit: ' ms',
  }));
}

/** Returns the CPU time of the longest turn of the event loop while `work` runs, in milliseconds. */
async function longestTurn(work: () => Promise<void>): Promise<number> {
  let longest = 0;
  let before = process.threadCpuUsage();
  const timer = () => {
    const { user, system } = process.threadCpuUsage(before);
    longest = Math.max(longest, (user + system) / 1000);
    before = process.threadCpuUsage();
    immediate = setImmediate(timer);
  };
  let immediate = setImmediate(timer);
  await work();
  await nextTurn();
  clearImmediate(immediate);
  return longest;
}

/** Reloads the page and responds as the host does once the page is ready. */
async function showFirstRows({ page }: TestPage, messages: readonly IdentityHostMessage[]): Promise<void> {
  await page.addInitScript(`
    window.addEventListener('DOMContentLoaded', () => {
      for (const message of ${JSON.stringify(messages)}) {
        window.postMessage(message, '*');
      }
      new MutationObserver((_, observer) => {
        if (document.querySelector('[data-id]') !== null) {
          observer.disconnect();
          requestAnimationFrame(() => performance.mark('first rows'));
        }
      }).observe(document, { childList: true, subtree: true });
    }, { once: true });`);
  await page.reload();
  await page.locator('[role="row"][aria-rowindex="3"]').waitFor();
  await page.waitForFunction("performance.getEntriesByName('first rows').length > 0");
}

/** Posts the messages that pass `filter`, each in a task of its own, as the host's arrive. */
async function postEach({ page }: TestPage, filter: string): Promise<void> {
  await page.evaluate(`(async () => {
    const posted = messages.filter(({ type }) => ${filter});
    // What the test keeps would make the page's garbage collection longer.
    window.messages = messages.filter((message) => !posted.includes(message));
    while (posted.length > 0) {
      const message = posted.shift();
      window.postMessage(message, '*');
      await new Promise((resolve) => setTimeout(resolve));
    }
  })()`);
}

/** Returns sessions as the client reads them, page after page. */
function sessionsOf(device: (index: number) => Readonly<Record<string, string>>): (Session | Malformed)[] {
  const items = new SessionItems();
  const starts = Array.from({ length: sessionCount / pageSize }, (_, page) => page * pageSize);
  return starts.flatMap((start) => {
    const page = Array.from({ length: pageSize }, (_, index) => wireSessionAt(start + index, device(start + index)));
    const body = Buffer.from(JSON.stringify(page));
    return items.read(body, [...itemSpans(body)]);
  });
}

function wireSessionAt(index: number, device: Readonly<Record<string, string>>): Record<string, unknown> {
  const signedInAt = now.getTime() - index * 1_800_000;
  const at = (time: number) => new Date(time).toISOString();
  return wireSession({
    id: uuid(index + 1),
    active: index < 40,
    issued_at: at(signedInAt),
    authenticated_at: at(signedInAt),
    expires_at: at(signedInAt + 72_000_000),
    authentication_methods: [{ method: 'password', aal: 'aal1', completed_at: at(signedInAt) }],
    devices: [wireDevice(device)],
  });
}

function atHome(): Readonly<Record<string, string>> {
  return {};
}

/** Returns another device for each session, as of a stranger who changes address and client. */
function everywhere(index: number): Readonly<Record<string, string>> {
  const letter = (place: number) => String.fromCharCode(65 + (place % 26));
  return {
    ip_address: `${1 + (index % 200)}.${index % 251}.${(index >> 2) % 256}.7`,
    user_agent: `client${letter(index)}${letter(index >> 4)}${letter(index >> 8)}/1.0`,
    location: `Town, ${letter(index)}${letter(index >> 5)}`,
  };
}
