/** npm run package: builds and packs dist/kratos-explorer.vsix. */
import { build, runNode, vsix } from './project.ts';

/** Builds the extension and packs it; what goes in is for .vscodeignore to say. Answers with the path of the VSIX. */
export async function packageExtension(): Promise<string> {
  await build();
  console.log('Packing the VSIX.');
  await runNode('node_modules/@vscode/vsce/vsce', [
    'package',
    // What is needed of node_modules is in the bundles.
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
