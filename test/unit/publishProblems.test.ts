import { describe, expect, it } from 'vitest';
import { type Manifest, type PackedFiles, publishProblems, sizeProblems } from '../../scripts/publishProblems.ts';

/** Returns the beginning of a PNG of this size. */
function png(width: number, height: number): Buffer {
  const bytes = Buffer.alloc(33);
  bytes.write('\x89PNG\r\n\x1a\n\0\0\0\rIHDR', 0, 'latin1');
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return bytes;
}

const manifest: Manifest = {
  publisher: 'example',
  license: 'MIT',
  repository: { url: 'https://github.com/example/example.git' },
  icon: 'media/icon.png',
  categories: ['Visualization', 'Other'],
  keywords: ['ory'],
  engines: { vscode: '^1.105.0' },
  devDependencies: { '@types/vscode': '1.105.0' },
};

const files: PackedFiles = {
  manifest,
  pages: {},
  icon: png(128, 128),
  license: 'MIT License',
  notices: 'zod@4.6.7\n\nMIT License\n',
  bundled: ['zod@4.6.7'],
  exists: (file) => file === 'docs/queries.md',
};

/** Returns the problems of a page in the Extensions view. */
function pageProblems(text: string, changes: Manifest = manifest): readonly string[] {
  return publishProblems({ ...files, manifest: changes, pages: { 'page.md': text } });
}

describe('npm run package', () => {
  it('packs an extension that both marketplaces accept', () => {
    const text = [
      '[Whole](https://example.org/a.html), [relative](docs/queries.md#times), [heading](#settings)',
      '![Picture](https://example.org/picture.png)',
      '`[code](nowhere.md)`',
      '```\n![code](nowhere.svg)\n```',
    ];
    expect(pageProblems(text.join('\n'))).toEqual([]);
  });

  it.each<[string, Partial<PackedFiles>, string]>([
    ['without an icon', { icon: undefined }, '"icon" in package.json must name a file.'],
    ['whose icon is an SVG', { icon: Buffer.from('<svg xmlns="…">') }, 'The icon media/icon.png is not a PNG.'],
    [
      'whose icon is small',
      { icon: png(128, 127) },
      'The icon media/icon.png is 128 by 127 pixels; at least 128 by 128 are needed.',
    ],
    [
      'without a file with its licence',
      { license: undefined },
      'The extension needs a file LICENSE, and "license" in package.json.',
    ],
    [
      'with a bundled package without a notice',
      { bundled: ['zod@4.6.7', 'lit@3.3.3'] },
      'dist/ThirdPartyNotices.txt has no licence text of lit@3.3.3.',
    ],
    ['without notices', { notices: undefined }, 'dist/ThirdPartyNotices.txt has no licence text of zod@4.6.7.'],
  ])('refuses an extension %s', (_, changes, problem) => {
    expect(publishProblems({ ...files, ...changes })).toEqual([problem]);
  });

  it.each<[string, Manifest, string]>([
    [
      'the name of a publisher instead of its id',
      { publisher: 'Example Inc.' },
      '"publisher" in package.json must be the id of a publisher: letters, digits and hyphens.',
    ],
    ['no licence', { license: '' }, 'The extension needs a file LICENSE, and "license" in package.json.'],
    [
      'a repository that cannot be opened',
      { repository: { url: 'git@github.com:example/example.git' } },
      '"repository" in package.json must have a "url" that begins with https://.',
    ],
    [
      'an unknown category',
      { categories: ['Other', 'Security'] },
      '"categories" in package.json must be some of the known ones, not "Security".',
    ],
    [
      'more than 30 keywords',
      { keywords: Array.from({ length: 31 }, (_, index) => `word${index}`) },
      '"keywords" in package.json are 31; at most 30 are allowed.',
    ],
    [
      'an older VS Code than that of its types',
      { engines: { vscode: '^1.104.0' } },
      '"engines.vscode" in package.json is ^1.104.0, but the code is checked against @types/vscode 1.105.0.',
    ],
  ])('refuses a package.json with %s', (_, changes, problem) => {
    expect(publishProblems({ ...files, manifest: { ...manifest, ...changes } })).toEqual([problem]);
  });

  it.each([
    ['a link to a missing file', '[Docs](docs/none.md)', 'page.md links to docs/none.md, which does not exist.'],
    ['a missing target', '[one]: docs/none.md', 'page.md links to docs/none.md, which does not exist.'],
    ['a missing picture', '<img src="media/none.png">', 'page.md links to media/none.png, which does not exist.'],
    [
      'a picture without encryption',
      '![Picture](http://example.org/a.png)',
      'page.md shows http://example.org/a.png: images must come from an https address.',
    ],
    [
      'a picture that is an SVG',
      '[![Build](https://example.org/badge.svg?branch=main)](https://example.org)',
      'page.md shows https://example.org/badge.svg?branch=main: an SVG is not allowed, a PNG is.',
    ],
    ['an SVG', '<svg width="1"></svg>', 'page.md contains an SVG, which is not allowed.'],
  ])('refuses a page with %s', (_, text, problem) => {
    expect(pageProblems(text)).toEqual([problem]);
  });

  it('refuses a VSIX of more than 900 kB', () => {
    expect(sizeProblems(900_000)).toEqual([]);
    expect(sizeProblems(900_001)).toEqual(['The VSIX has 901 kB; at most 900 kB are allowed.']);
  });

  it('refuses a relative link while package.json names no repository', () => {
    const { repository: _, ...without } = manifest;
    expect(pageProblems('[Docs](docs/queries.md)', without)).toEqual([
      'page.md links to docs/queries.md: without "repository" in package.json, only whole addresses work.',
    ]);
  });
});
