import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { vsix } from '../../scripts/project.ts';
import { installHost } from '../host/install.ts';
import { installExtension, removeProfile } from '../host/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which the packaged extension is installed, for all stories. */
    extensionsFolder: string;
  }
}

/** Installs VS Code and the VSIX before all stories. Returns a function that removes the VSIX again. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await installHost();
  await access(vsix).catch(() => {
    throw new Error('There is no VSIX to try: run npm run package first, or npm run test:ui, which does.');
  });
  const home = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-vsix-'));
  const extensionsFolder = path.join(home, 'extensions');
  await installExtension(vsix, { dataFolder: path.join(home, 'data'), extensionsFolder });
  provide('extensionsFolder', extensionsFolder);
  return () => removeProfile(home);
}
