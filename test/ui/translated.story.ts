import type { Frame, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { translate } from './madeUpLanguage.ts';
import { connectionName, tellStory } from './story.ts';

/** Names that are the same in all languages, one that is shortened in rows, and the fields of queries. */
const names = /\b(?:Kratos(?: Explorer)?|Ory(?: Network)?|macOS|iOS|Lagos|[A-Z]{2,}|python-req…|\w+:)/g;

/** Texts that VS Code adds to those of the extension. */
const ofVsCode = /^Actions for |^\d+ Results$|^Progress$|\(Press 'Enter' to confirm or 'Escape' to cancel\)$/;

/** Returns all texts below an element: shown, read out, or shown under the pointer. */
const textsBelow = (selector: string) => `(() => {
  const texts = [];
  for (const element of document.querySelectorAll(${JSON.stringify(`${selector}, ${selector} *`)})) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const nodes = [...element.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE);
    const attributes = ['aria-label', 'aria-description', 'title', 'placeholder', 'alt'];
    texts.push(...nodes.map(({ textContent }) => textContent), ...attributes.map((name) => element.getAttribute(name)));
  }
  return texts.filter((text) => text?.trim());
})()`;

/** Returns the labels of the time axis that reach into the next one. */
const overlappingLabels = `(() => {
  const labels = [...document.querySelectorAll('.tick text')].map((label) => [label.textContent, label.getBoundingClientRect()]);
  const shown = labels.filter(([, { width }]) => width > 0);
  return shown.filter(([, { right }], index) => right > (shown[index + 1]?.[1].left ?? Infinity)).map(([text]) => text);
})()`;

/** Returns the Latin words in the values of what the server responds. */
async function wordsOf(url: string): Promise<ReadonlySet<string>> {
  const paths = [
    'identities?page_size=250',
    'sessions?page_size=1000&expand=devices',
    'courier/messages?page_size=250',
  ];
  const words = new Set([connectionName]);
  for (const path of paths) {
    const response = await fetch(`${url}/admin/${path}`);
    JSON.parse(await response.text(), (_, value: unknown) => {
      for (const word of typeof value === 'string' ? (value.match(/[a-z]{2,}/gi) ?? []) : []) {
        words.add(word);
      }
    });
  }
  // The extension has words of its own for states.
  words.delete('active');
  words.delete('inactive');
  return words;
}

/** Returns the texts below an element with a Latin word that is neither a name nor in the server's data. */
async function untranslated(where: Page | Frame, selector: string, known: ReadonlySet<string>): Promise<string[]> {
  const texts = await where.evaluate<string[]>(textsBelow(selector));
  expect(texts).not.toEqual([]);
  return untranslatedOf(texts, known);
}

function untranslatedOf(texts: readonly string[], known: ReadonlySet<string>): string[] {
  return [...new Set(texts)].filter((text) => {
    const ours = text.replace(ofVsCode, '').replaceAll(names, '');
    return (ours.match(/[a-z]{2,}/gi) ?? []).some((word) => !known.has(word));
  });
}

describe('in another language, the view', () => {
  const story = tellStory({ size: { width: 1280, height: 1000 }, demo: { identities: 20 }, translated: true });
  const kratosView = '[id="workbench.view.extension.kratosExplorer"]';

  it('has no untranslated text and no cut label in a sidebar of 300 pixels', async () => {
    const { workbench, demo } = story;
    const { page, tree } = workbench;
    const known = await wordsOf(demo.url);
    await workbench.openKratosView();
    await workbench.widenSidebar(300);
    await tree.row(connectionName).expand();
    const emmy = await tree.scrollTo('Emmy Ritter');
    await emmy.expand();
    await expect.poll(() => emmy.description()).toMatch(/24/);
    await page.mouse.move(900, 700);
    await workbench.screenshot('translated-view');

    expect(await untranslated(page, `${kratosView} .customview-tree`, known)).toEqual([]);
    expect(await untranslated(page, '.statusbar-item[id*="kratosExplorer.connection"]', known)).toEqual([]);
    expect(await workbench.isTitleCut()).toBe(false);
    expect((await tree.cutLabels()).filter((label) => label.startsWith('‹'))).toEqual([]);
  });

  it('has no untranslated command in the menus of its rows', async () => {
    const { tree } = story.workbench;
    for (const row of [tree.row(connectionName), tree.row('Emmy Ritter'), tree.row(/^Firefox/)]) {
      const items = await row.menu();
      expect(items.length).toBeGreaterThan(3);
      expect(items.filter((item) => !/^‹.*›/.test(item))).toEqual([]);
    }
  });

  it('has no untranslated choice for a filter', async () => {
    const { workbench, demo } = story;
    await workbench.tree.row('Emmy Ritter').clickInline(translate('Filter Sessions…'));
    await expect.poll(() => workbench.quickInput.items()).toHaveLength(3);
    await workbench.screenshot('translated-filter');

    expect(await untranslated(workbench.page, '.quick-input-widget', await wordsOf(demo.url))).toEqual([]);
    await workbench.quickInput.cancel();
  });

  it('has no untranslated and no cut failure', async () => {
    const { workbench, demo } = story;
    const known = await wordsOf(demo.url);
    demo.faults.add({
      matching: /\/sessions/,
      times: 99,
      failing: { kind: 'html', status: 200, title: connectionName },
    });
    await (await workbench.tree.scrollTo('Otto Eins')).expand();
    const failure = await workbench.tree.row(translate('Web page, not JSON')).waitFor();
    await workbench.screenshot('translated-failure');

    expect(await failure.isCut()).toBe(false);
    expect(await untranslated(workbench.page, `${kratosView} .customview-tree`, known)).toEqual([]);
    expect(await untranslated(workbench.page, '.statusbar-item[id*="kratosExplorer.connection"]', known)).toEqual([]);
    demo.faults.clear();
  });
});

describe('in another language, the page of an identity', () => {
  const story = tellStory({
    size: { width: 1600, height: 1000 },
    demo: { identities: 20 },
    entry: { writable: true },
    translated: true,
  });
  const content = () => story.workbench.panel.content;
  const dialog = () => story.workbench.page.locator('.monaco-dialog-box');

  it('has no untranslated text', async () => {
    const { workbench, demo } = story;
    await workbench.openKratosView();
    await workbench.tree.row(connectionName).expand();
    await (await workbench.tree.scrollTo('Emmy Ritter')).clickInline(translate('Open Identity'));
    await content().getByRole('row').nth(1).click();
    await content().getByRole('complementary').getByRole('heading').nth(1).waitFor();
    await workbench.screenshot('translated-identity');

    expect(await untranslated(await workbench.panel.frame(), 'body', await wordsOf(demo.url))).toEqual([]);
  });

  it('leads to a plan without untranslated text', async () => {
    const { workbench, demo } = story;
    const known = await wordsOf(demo.url);
    await workbench.runCommand(`Kratos: ${translate('Unlock Connection…')}`);
    await expect.poll(() => workbench.quickInput.title()).toContain(connectionName);
    expect(await untranslated(workbench.page, '.quick-input-widget', known)).toEqual([]);
    await workbench.quickInput.accept();
    const origins = content().getByRole('region', { name: translate('Origins') });
    await origins
      .getByRole('button', { name: translate('Revoke Sessions…') })
      .first()
      .click();
    await dialog().waitFor();
    await workbench.screenshot('translated-plan');

    expect(await untranslated(workbench.page, '.monaco-dialog-box .dialog-message-container', known)).toEqual([]);
    expect(await untranslated(workbench.page, '.monaco-dialog-box .dialog-buttons-row', known)).toEqual(['Cancel']);
    await dialog()
      .getByRole('button', { name: translate('Review List') })
      .click();
    await expect.poll(() => workbench.quickInput.items()).toHaveLength(2);
    expect(await untranslated(workbench.page, '.quick-input-widget', known)).toEqual([]);
    await workbench.quickInput.cancel();
    const plan = await workbench.editors.text();
    expect(plan.split('\n').length).toBeGreaterThan(20);
    expect(untranslatedOf(plan.split('\n'), known)).toEqual([]);
    expect(await workbench.page.locator('.monaco-editor .view-line').count()).toBeGreaterThan(plan.split('\n').length);
  });

  it('cuts nothing off in an editor 320 pixels wide, and lays no label of the time axis over another', async () => {
    const { workbench } = story;
    await workbench.editors.close();
    await workbench.runCommand('View: Toggle Primary Side Bar Visibility');
    const frame = await workbench.panel.frame();
    const overlapping = () => frame.evaluate<string[]>(overlappingLabels);
    expect(await overlapping()).toEqual([]);
    for (const width of [760, 320]) {
      const free = await frame.evaluate<number>('innerWidth');
      const { width: now = 0, height = 0 } = workbench.page.viewportSize() ?? {};
      await workbench.page.setViewportSize({ width: now - free + width, height });
      await expect.poll(() => frame.evaluate('innerWidth')).toBe(width);
      await expect.poll(overlapping).toEqual([]);
      await workbench.screenshot(`translated-${width}`);
    }
    expect(await workbench.panel.cutOff()).toEqual([]);
  });
});
