import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { extractedTexts } from '../../scripts/checkL10n.ts';

/** The language whose place the made-up one takes: its dates and numbers have no Latin letters. */
export const madeUpLanguage = 'ru';

/** Names that a translator would keep, and what code reads: arguments, links, settings and icons. */
const kept =
  /(\{\w+\}|\]\([^)]*\)|`[^`]*`|#[\w.]+#|\$\([\w~-]+\)|\b(?:Kratos(?: Explorer)?|Ory(?: Network)?|VS Code|[A-Z]{2,}[\w-]*|Tor)\b)/;

/** A letter with a mark, or one of another script, for each Latin letter. Three are doubled: most languages are longer. */
const letters: Readonly<Record<string, string>> = {
  ...{ a: 'áá', b: 'β', c: 'ç', d: 'ð', e: 'éé', f: 'φ', g: 'ğ', h: 'ĥ', i: 'í', j: 'ĵ', k: 'ķ', l: 'ļ', m: 'м' },
  ...{ n: 'ñ', o: 'öö', p: 'ρ', q: 'ψ', r: 'ŕ', s: 'š', t: 'ţ', u: 'û', v: 'ν', w: 'ŵ', x: 'χ', y: 'ý', z: 'ž' },
};

/** Translates a text, in brackets that show where it was cut or put together. A line that is a link stays one. */
export function translate(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [, label, target] = /^\[([^\]]*)\](\([^)]*\))$/.exec(line) ?? [];
      return label === undefined ? `‹${translateLine(line)}›` : `[‹${translateLine(label)}›]${target}`;
    })
    .join('\n');
}

function translateLine(line: string): string {
  const parts = line.split(kept);
  return parts.map((part, index) => (index % 2 === 1 ? part : part.replaceAll(/[a-z]/gi, translateLetter))).join('');
}

function translateLetter(letter: string): string {
  const found = letters[letter.toLowerCase()] ?? letter;
  return letter === letter.toLowerCase() ? found : found.charAt(0).toUpperCase() + found.slice(1);
}

/** Copies installed extensions into a folder, where Kratos Explorer has all its texts in the made-up language. */
export async function translateExtension(installed: string, folder: string): Promise<void> {
  await cp(installed, folder, { recursive: true });
  const list = path.join(folder, 'extensions.json');
  await writeFile(list, (await readFile(list, 'utf8')).replaceAll(installed, folder));
  const name = (await readdir(folder)).find((entry) => entry.startsWith('kratos-explorer.')) ?? '';
  const inExtension = (file: string) => path.join(folder, name, file);
  const manifest = JSON.parse(await readFile(inExtension('package.json'), 'utf8')) as object;
  const words = JSON.parse(await readFile(inExtension('package.nls.json'), 'utf8')) as Record<string, string>;
  await mkdir(inExtension('l10n'));
  await Promise.all([
    writeFile(inExtension('package.json'), JSON.stringify({ ...manifest, l10n: './l10n' })),
    writeFile(inExtension(`package.nls.${madeUpLanguage}.json`), JSON.stringify(translated(words))),
    writeFile(
      inExtension(`l10n/bundle.l10n.${madeUpLanguage}.json`),
      JSON.stringify(translated(Object.fromEntries((await extractedTexts()).map((text) => [text, text])))),
    ),
  ]);
}

function translated(texts: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, translate(text)]));
}
