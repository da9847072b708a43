import { access } from 'node:fs/promises';
import { vsix } from '../../scripts/project.ts';
import { installHost } from '../host/install.ts';

/** Before all stories: the VS Code that they run in, and the product as it ships. */
export async function setup(): Promise<void> {
  await installHost();
  await access(vsix).catch(() => {
    throw new Error('There is no VSIX to try: run npm run package first, or npm run test:ui, which does.');
  });
}
