import { build } from 'rolldown';
import { expect, it } from 'vitest';
import { collectNotices } from '../../scripts/notices.ts';
import { at } from '../../scripts/project.ts';

/** Bundles a program that imports `name`, and writes nothing. */
async function noticesOf(name: string): Promise<string> {
  const { plugin, text } = collectNotices();
  const entry = at('src/entry.js');
  const program = {
    name: 'program',
    resolveId: (source: string) => (source === entry ? source : undefined),
    load: (id: string) => (id === entry ? `import * as all from '${name}'; console.log(all);` : undefined),
  };
  await build({ input: entry, platform: 'node', plugins: [program, plugin], write: false });
  return text();
}

it('collects the licence text of a bundled package and of the icons', async () => {
  const text = await noticesOf('zod');

  expect(text).toMatch(/^zod@[\d.]+\n\nMIT License\n\nCopyright \(c\) 2025 Colin McDonnell/m);
  expect(text).toMatch(/^@vscode\/codicons@[\d.]+\n\nAttribution 4\.0 International/m);
  expect(text).not.toContain('undici@');
});

it('fails for a bundled package without a file with its licence', async () => {
  await expect(noticesOf('@lit-labs/ssr-dom-shim')).rejects.toThrow(
    '@lit-labs/ssr-dom-shim would be bundled, but has no license file.',
  );
});
