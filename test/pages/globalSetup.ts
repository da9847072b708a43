import { type BuildOptions, build } from 'rolldown';
import { at } from '../../scripts/project.ts';
import { hasPackagedChromium, installHost } from '../host/install.ts';

/**
 * Builds the scripts of the pages, and of a page that has only the table, into out/pages. Installs the packaged browser
 * where there is one. Elsewhere an installed browser is used.
 */
export async function setup(): Promise<void> {
  if (hasPackagedChromium && process.env.CHROME_PATH === undefined) {
    await installHost();
  }
  const inputs = { pages: 'src/pages/browser/pages.ts', table: 'test/pages/browser/tablePage.ts' };
  await build(
    Object.entries(inputs).map(
      ([name, source]): BuildOptions => ({
        platform: 'browser',
        transform: { target: 'es2022' },
        input: { [name]: at(source) },
        output: { dir: at('out/pages'), format: 'esm', codeSplitting: false },
        logLevel: 'warn',
      }),
    ),
  );
}
