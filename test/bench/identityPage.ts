import '../origins/vscodeForNode.ts';
import type { Session } from '../../src/core/kratos/session.ts';
import type { IdentityHostMessage } from '../../src/pages/protocol/identityMessages.ts';
import { launchBrowser } from '../host/browser.ts';
import { installHost } from '../host/install.ts';
import type { TestPage } from '../pages/openPage.ts';
import { aSession, uuid, wireDevice } from '../unit/builders/sessionBuilder.ts';
import type { Figure } from './figures.ts';
import { longestTask } from './pageTasks.ts';

const sessionCount = 10_000;
const rounds = 2;
const blockLimit = 16;
const now = new Date('2026-11-24T12:00:00Z');

/** What a user does with the page of an identity with 10,000 sessions. */
const actions: Readonly<Record<string, (page: TestPage) => Promise<unknown>>> = {
  opens: (page) => postEach(page, "type === 'page'"),
  'rows come': (page) => postEach(page, "type === 'rows'"),
  'origins come': (page) => postEach(page, "type === 'origins'"),
  'sort by device': ({ page }) => page.getByRole('columnheader', { name: 'Device' }).click(),
  'search for text': ({ page }) => page.getByRole('combobox').pressSequentially('active'),
  'select a session': ({ page }) => page.locator('[role="row"][aria-rowindex="3"]').click(),
  'show a week': ({ page }) => page.getByRole('radio', { name: 'Week' }).check(),
  'show all of the time': ({ page }) => page.getByRole('radio', { name: 'All' }).check(),
};

/** Measures both sides of the identity page with 10,000 sessions, in milliseconds of CPU time; the best of some rounds. */
export async function identityPageFigures(): Promise<Figure[]> {
  await installHost();
  const { openPage } = await import('../pages/openPage.ts');
  const lists = { 'one origin': sessionsOf(atHome), 'many origins': sessionsOf(everywhere) };
  const browser = await launchBrowser();
  const least = new Map<string, number>();
  const note = (name: string, value: number) =>
    least.set(name, Math.min(least.get(name) ?? Number.POSITIVE_INFINITY, value));
  try {
    for (let round = 0; round < rounds; round += 1) {
      for (const [list, items] of Object.entries(lists)) {
        const messages = await messagesOf(items);
        const page = await openPage(browser, { script: 'dist/pages.js', height: 1000 });
        await page.page.evaluate(`window.messages = ${JSON.stringify(messages)}`);
        for (const [action, act] of Object.entries(actions)) {
          note(`${list}, ${action}`, await longestTask(browser, page, () => act(page)));
        }
        await page.page.context().close();
      }
    }
  } finally {
    await browser.close();
  }
  return [...least].map(([name, value]) => ({
    name: `longest task of a page of ${sessionCount.toLocaleString('en')} sessions in ${name}`,
    value,
    limit: blockLimit,
    unit: ' ms',
  }));
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

async function messagesOf(items: readonly Session[]): Promise<readonly IdentityHostMessage[]> {
  const { identityMessages, identityPageFacts } = await import('../pages/identityMessages.ts');
  return identityMessages(items, identityPageFacts(items), now);
}

function sessionsOf(device: (index: number) => Readonly<Record<string, string>>): Session[] {
  return Array.from({ length: sessionCount }, (_, index) => {
    const signedInAt = now.getTime() - index * 1_800_000;
    const at = (time: number) => new Date(time).toISOString();
    return aSession({
      id: uuid(index + 1),
      active: index < 40,
      issued_at: at(signedInAt),
      authenticated_at: at(signedInAt),
      expires_at: at(signedInAt + 72_000_000),
      authentication_methods: [{ method: 'password', aal: 'aal1', completed_at: at(signedInAt) }],
      devices: [wireDevice(device(index))],
    });
  });
}

function atHome(): Readonly<Record<string, string>> {
  return {};
}

/** A device of its own for each session, as of a stranger who changes address and client. */
function everywhere(index: number): Readonly<Record<string, string>> {
  const letter = (place: number) => String.fromCharCode(65 + (place % 26));
  return {
    ip_address: `${1 + (index % 200)}.${index % 251}.${(index >> 2) % 256}.7`,
    user_agent: `client${letter(index)}${letter(index >> 4)}${letter(index >> 8)}/1.0`,
    location: `Town, ${letter(index)}${letter(index >> 5)}`,
  };
}
