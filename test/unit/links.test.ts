import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

/** Returns the anchors of the headings of a Markdown file, as GitHub makes them. */
function anchorsOf(file: string): readonly string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.*)$/gm);
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

it.each(globSync(['*.md', 'docs/*.md']))('%s links only to files and headings that exist', (file) => {
  const links = [...readFileSync(file, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target);
  const broken = links.filter((target) => {
    const [relative = '', anchor] = target.split('#');
    const linked = relative === '' ? file : path.join(path.dirname(file), relative);
    return (
      !/^[a-z]+:/.test(target) && (!existsSync(linked) || (anchor !== undefined && !anchorsOf(linked).includes(anchor)))
    );
  });
  expect(broken).toEqual([]);
});
