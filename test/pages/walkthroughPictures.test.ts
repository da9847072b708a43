import { readFileSync } from 'node:fs';
import axe, { type AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { at } from '../../scripts/project.ts';
import { themeNames } from './openPage.ts';
import themes from './themes.json' with { type: 'json' };
import { useBrowser } from './usePages.ts';

const pictures = ['demo', 'connect', 'logLine', 'unlock'];

const browser = useBrowser();

const pictureOf = (name: string) => readFileSync(at(`media/start/${name}.svg`), 'utf8');

/** Opens a picture as VS Code does, inside of a document with the colors of the theme. */
async function openPicture(name: string, theme: keyof typeof themes): Promise<Page> {
  const page = await browser().newPage({ viewport: { width: 530, height: 400 } });
  const variables = Object.entries(themes[theme].variables).map(([variable, value]) => `${variable}: ${value};`);
  const style = `:root { ${variables.join(' ')} } body { background: var(--vscode-editor-background) }`;
  await page.setContent(
    `<!DOCTYPE html><html lang="en"><title>x</title><style>${style}</style>${pictureOf(name)}</html>`,
  );
  return page;
}

describe.each(themeNames)('the pictures of the walkthrough in the %s theme', (theme) => {
  it.each(pictures)('have an alt text, and only colors that the theme has: %s', async (name) => {
    const page = await openPicture(name, theme);
    await page.evaluate(axe.source);
    const { violations, passes } = await page.evaluate<AxeResults>(
      "axe.run({ runOnly: ['svg-img-alt', 'role-img-alt'] })",
    );
    await page.screenshot({ path: at(`test/ui/results/pages/walkthrough-${name}-${theme}.png`) });

    expect(violations).toEqual([]);
    expect(passes.map(({ id }) => id)).toContain('svg-img-alt');
    const used = [...pictureOf(name).matchAll(/="var\((--[\w-]+)\)"/g)].map(([, variable = '']) => variable);
    expect(used.filter((variable) => !(variable in themes[theme].variables))).toEqual([]);
  });
});
