import { access } from 'node:fs/promises';
import { vsix } from '../../scripts/project.ts';
import { installHost } from '../host/install.ts';

/** Installs VS Code and builds the VSIX before all stories. */
export async function setup(): Promise<void> {
  await installHost();
  await access(vsix).catch(() => {
    throw new Error('There is no VSIX to try: run npm run package first, or npm run test:ui, which does.');
  });
}
