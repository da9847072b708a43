/** npm run package: builds and packs dist/kratos-explorer.vsix. */
import { createVSIX } from '@vscode/vsce';
import { build, root, vsix } from './project.ts';

/** Builds the extension and packs it; what goes in is for .vscodeignore to say. Answers with the path of the VSIX. */
export async function packageExtension(): Promise<string> {
  await build();
  console.log('Packing the VSIX.');
  await createVSIX({ cwd: root, packagePath: vsix, dependencies: false });
  return vsix;
}

if (import.meta.main) {
  await packageExtension();
}
