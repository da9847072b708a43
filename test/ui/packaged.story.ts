import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { tellStory } from './story.ts';

describe('the files of the VSIX', () => {
  let installed: string;

  beforeAll(async () => {
    const extensionsFolder = inject('extensionsFolder');
    const name = (await readdir(extensionsFolder)).find((entry) => entry.startsWith('kratos-explorer.'));
    installed = path.join(extensionsFolder, name ?? '');
  });

  const read = (name: string) => readFile(path.join(installed, name), 'utf8');

  it('contain a README without steps that require this repository', async () => {
    expect(await read('readme.md')).not.toMatch(/\bnpm\b/);
  });

  it.each(['@vscode-elements/elements', '@vscode/codicons', 'bowser', 'jsonc-parser', 'lit-html', 'undici', 'zod'])(
    'have the notice of %s',
    async (name) => {
      expect(await read('dist/ThirdPartyNotices.txt')).toMatch(new RegExp(`^${name}@\\d`, 'm'));
    },
  );
});

describe('the page of the extension in VS Code', () => {
  const story = tellStory({ demo: { identities: 1 } });

  it('shows no broken image or link, and the category', async () => {
    const { page, panel } = story.workbench;
    await story.workbench.runCommand('Extensions: Show Installed Extensions');
    await page.locator('.extension-list-item', { hasText: 'Kratos Explorer' }).click();
    await page.locator('.extension-editor').getByText('Visualization').waitFor();
    await panel.content.getByRole('heading', { name: 'First steps' }).waitFor();

    expect(await panel.content.locator('img').count()).toBe(0);
    const links = panel.content.locator('body a[href]');
    const targets = await links.evaluateAll((drawn) => drawn.map((link) => link.getAttribute('href') ?? ''));
    expect(targets).toContain('https://github.com/ory/kratos');
    // VS Code's link to the top is "#".
    expect(targets.filter((target) => target !== '#' && !target.startsWith('https://'))).toEqual([]);
    await story.workbench.screenshot('extension-page');
  });
});
