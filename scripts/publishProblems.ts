/** What a marketplace refuses to publish, or shows broken. vsce checks some of it, but packs most of it. */
import { vsixKilobytes } from './project.ts';

export interface PackedFiles {
  readonly manifest: Manifest;
  /** The Markdown files that a marketplace shows, by their paths in the checkout. */
  readonly pages: Readonly<Record<string, string>>;
  readonly icon: Buffer | undefined;
  /** The text of LICENSE. */
  readonly license: string | undefined;
  /** The text of dist/ThirdPartyNotices.txt. */
  readonly notices: string | undefined;
  /** The packages in the bundles, as "name@version". */
  readonly bundled: readonly string[];
  /** Returns whether the checkout has this file. */
  readonly exists: (file: string) => boolean;
}

export interface Manifest {
  readonly publisher?: string;
  readonly license?: string;
  readonly repository?: { readonly url?: string };
  readonly icon?: string;
  readonly categories?: readonly string[];
  readonly keywords?: readonly string[];
  readonly engines?: { readonly vscode?: string };
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The categories of the Visual Studio Marketplace, which Open VSX shares. */
const knownCategories = [
  ...['AI', 'Azure', 'Chat', 'Data Science', 'Debuggers', 'Education', 'Extension Packs', 'Formatters', 'Keymaps'],
  ...['Language Packs', 'Linters', 'Machine Learning', 'Notebooks', 'Programming Languages', 'SCM Providers'],
  ...['Snippets', 'Testing', 'Themes', 'Visualization', 'Other'],
];

const mostKeywords = 30;
const smallestIcon = 128;

/** Returns the reasons why a marketplace would refuse the extension, or show a broken page of it: one sentence each. */
export function publishProblems(files: PackedFiles): readonly string[] {
  return [
    ...manifestProblems(files.manifest),
    ...iconProblems(files.manifest.icon, files.icon),
    ...licenceProblems(files),
    ...Object.entries(files.pages).flatMap(([file, text]) => pageProblems(file, text, files)),
  ];
}

/** Returns the problem of a VSIX with this many bytes. */
export function sizeProblems(bytes: number): readonly string[] {
  return bytes <= vsixKilobytes * 1000
    ? []
    : [`The VSIX has ${Math.ceil(bytes / 1000)} kB; at most ${vsixKilobytes} kB are allowed.`];
}

function manifestProblems({ publisher, repository, categories = [], keywords = [], ...rest }: Manifest): string[] {
  const problems: string[] = [];
  if (publisher === undefined || !/^[a-z\d][a-z\d-]*$/i.test(publisher)) {
    problems.push('"publisher" in package.json must be the id of a publisher: letters, digits and hyphens.');
  }
  if (repository !== undefined && repository.url?.startsWith('https://') !== true) {
    problems.push('"repository" in package.json must have a "url" that begins with https://.');
  }
  const unknown = categories.filter((category) => !knownCategories.includes(category));
  if (unknown.length > 0 || categories.length === 0) {
    problems.push(`"categories" in package.json must be some of the known ones, not "${unknown.join('", "')}".`);
  }
  if (keywords.length > mostKeywords) {
    problems.push(`"keywords" in package.json are ${keywords.length}; at most ${mostKeywords} are allowed.`);
  }
  const { vscode } = rest.engines ?? {};
  const types = rest.devDependencies?.['@types/vscode'];
  if (vscode === undefined || vscode !== `^${types}`) {
    problems.push(
      `"engines.vscode" in package.json is ${vscode}, but the code is checked against @types/vscode ${types}.`,
    );
  }
  return problems;
}

function iconProblems(file: string | undefined, icon: Buffer | undefined): string[] {
  if (file === undefined || icon === undefined) {
    return ['"icon" in package.json must name a file.'];
  }
  // A PNG begins with its signature and its size.
  if (icon.length < 24 || icon.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') {
    return [`The icon ${file} is not a PNG.`];
  }
  const [width, height] = [icon.readUInt32BE(16), icon.readUInt32BE(20)];
  return Math.min(width, height) < smallestIcon
    ? [`The icon ${file} is ${width} by ${height} pixels; at least ${smallestIcon} by ${smallestIcon} are needed.`]
    : [];
}

function licenceProblems({ manifest, license, notices, bundled }: PackedFiles): string[] {
  const problems: string[] = [];
  if ((manifest.license ?? '') === '' || (license ?? '').trim() === '') {
    problems.push('The extension needs a file LICENSE, and "license" in package.json.');
  }
  const named = new Set((notices ?? '').split('\n'));
  const missing = bundled.filter((name) => !named.has(name));
  if (missing.length > 0 || notices === undefined) {
    problems.push(`dist/ThirdPartyNotices.txt has no licence text of ${missing.join(', ')}.`);
  }
  return problems;
}

function pageProblems(file: string, text: string, { manifest, exists }: PackedFiles): string[] {
  const markdown = text.replaceAll(/^(```|~~~)[\s\S]*?^\1/gm, '').replaceAll(/`[^`\n]*`/g, '');
  const all = (pattern: RegExp) => [...markdown.matchAll(pattern)].map(([, target = '']) => target);
  const images = [...all(/!\[[^\]]*\]\(\s*<?([^)\s>]+)/g), ...all(/<img\b[^>]*\bsrc\s*=\s*["']?([^"'\s>]+)/gi)];
  const links = [
    ...all(/\]\(\s*<?([^)\s>]+)/g),
    ...all(/^\[[^\]]+\]:\s*<?([^\s>]+)/gm),
    ...all(/\bhref\s*=\s*["']?([^"'\s>]+)/gi),
  ];
  const problems: string[] = [];
  for (const target of new Set([...images, ...links])) {
    const [relative = ''] = target.split(/[?#]/);
    if (/^(?:[a-z][a-z\d+.-]*:|\/\/|#)/i.test(target)) {
      continue;
    }
    if (manifest.repository === undefined) {
      problems.push(`${file} links to ${target}: without "repository" in package.json, only whole addresses work.`);
    } else if (!exists(relative)) {
      problems.push(`${file} links to ${target}, which does not exist.`);
    }
  }
  for (const image of new Set(images)) {
    if (/^(?!https:)(?:[a-z][a-z\d+.-]*:|\/\/)/i.test(image)) {
      problems.push(`${file} shows ${image}: images must come from an https address.`);
    }
    if (/\.svg(?:[?#]|$)/i.test(image)) {
      problems.push(`${file} shows ${image}: an SVG is not allowed, a PNG is.`);
    }
  }
  if (/<svg\b/i.test(markdown)) {
    problems.push(`${file} contains an SVG, which is not allowed.`);
  }
  return problems;
}
