import { beforeAll, describe, expect, it } from 'vitest';
import { connectionName, tellStory } from './story.ts';

describe('the page of recent sessions', () => {
  const story = tellStory({ size: { width: 1600, height: 1000 }, demo: { identities: 20 } });
  const requestsOfPage = () => story.demo.requests.filter(({ target }) => target.startsWith('/admin/sessions?'));
  const query = () => story.workbench.panel.content.getByRole('combobox', { name: 'Query' });
  const title = `Recent Sessions: ${connectionName}`;

  beforeAll(() => {
    // Two pages of sessions that are newer than those of the account that was taken over.
    story.demo.data.addIdentity({ count: 2200 });
  });

  it('opens from the row of the connection with the newest 1,000 sessions, by one request', async () => {
    const { workbench } = story;
    await workbench.openKratosView();
    expect(requestsOfPage()).toEqual([]);
    await workbench.tree.row(connectionName).chooseFromMenu('Show Recent Sessions');

    await expect.poll(() => workbench.panel.outline()).toContain('1,000 newest sessions, back to');
    expect(await workbench.panel.outline()).toContain('created last, not those that were used last');
    expect(requestsOfPage()).toHaveLength(1);
  });

  it('reads 1,000 older sessions with Read More', async () => {
    const { workbench } = story;
    await workbench.panel.click('Read More');

    await expect.poll(() => workbench.panel.outline()).toContain('2,000 newest sessions, back to');
    expect(requestsOfPage()).toHaveLength(2);
  });

  it('keeps its rows and says why when the server refuses older ones', async () => {
    const { workbench, demo } = story;
    demo.faults.add({ matching: /^GET \/admin\/sessions\?/, times: 1, failing: { kind: 'status', status: 403 } });
    await workbench.panel.click('Read Back To…');
    await workbench.quickInput.pick('7 days ago');

    await expect.poll(() => workbench.panel.outline()).toContain('Access is forbidden (403)');
    expect(await workbench.panel.outline()).toContain('2,000 newest sessions, back to');
  });

  it('reads back as far as before when that is tried again', async () => {
    const { workbench } = story;
    await workbench.panel.click('Retry');

    await expect.poll(() => workbench.panel.outline()).toContain('3,000 newest sessions, back to');
  });

  it('finds sessions by a query, and shows one beside the table without a request', async () => {
    const { workbench, demo } = story;
    await query().fill('place:Auckland');
    await expect.poll(() => workbench.panel.outline()).toContain('3 of ');
    demo.requests.length = 0;
    await workbench.panel.content.getByRole('row', { name: /python-requests/ }).click();

    await expect.poll(() => workbench.panel.outline()).toContain('heading "python-requests 2.32" [level=2]');
    expect(demo.requests).toEqual([]);
    expect(await workbench.panel.accessibilityViolations()).toEqual([]);
  });

  it('leads to the page of the session’s identity, which is compared with what was read', async () => {
    const { workbench } = story;
    await workbench.panel.click('Open Identity');
    await expect.poll(() => workbench.editors.activeName()).toBe('Emmy Ritter');
    await workbench.panel.content.getByRole('button', { name: 'Comparisons' }).first().click();

    await expect.poll(() => workbench.panel.outline()).toContain('Shared with other identities: as usual');
  });

  it('is reached again from an origin, with its network as the query', async () => {
    const { workbench } = story;
    await workbench.panel.content.getByRole('button', { name: 'Find This Network in Recent Sessions' }).first().click();

    await expect.poll(() => workbench.editors.activeName()).toBe(title);
    await expect.poll(() => query().inputValue()).toBe('ip:198.51.100.0/24');
  });

  it('opens the session of a row in a tab', async () => {
    const { workbench } = story;
    await workbench.panel.content.getByRole('row', { name: /python-requests/ }).dblclick();

    await expect.poll(() => workbench.editors.activeName()).toBe('python-requests 2.32');
    await workbench.editors.tab(title).click();
  });

  it('is open again after a reload of the window, with its query', async () => {
    const { workbench } = story;
    await expect.poll(() => workbench.panel.hasKeyboard()).toBe(true);
    await workbench.reload();

    await expect.poll(() => workbench.panel.outline()).toContain('1,000 newest sessions, back to');
    expect(await query().inputValue()).toBe('ip:198.51.100.0/24');
  });
});
