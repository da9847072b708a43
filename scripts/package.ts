/** npm run package: builds and packs dist/kratos-explorer.vsix. */
import { build, runNode, vsix } from './project.ts';

/** Builds and packs the extension. Returns the path of the VSIX. .vscodeignore decides what is in it. */
export async function packageExtension(): Promise<string> {
  await build();
  console.log('Packing the VSIX.');
  await runNode('node_modules/@vscode/vsce/vsce', [
    'package',
    // The bundles contain all dependencies.
    '--no-dependencies',
    '--allow-missing-repository',
    '--readme-path=docs/extension-page.md',
    `--out=${vsix}`,
  ]);
  return vsix;
}

if (import.meta.main) {
  await packageExtension();
}
