import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { vsix } from '../../scripts/project.ts';
import { installHost } from '../host/install.ts';
import { installExtension, removeProfile, startServer } from '../host/server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which the packaged extension is installed, for all stories. */
    extensionsFolder: string;
    /** The data of the server of all windows. */
    dataFolder: string;
    /** The address of that server, with its connection token. */
    serverAddress: string;
    /** The folder for the profile of the browser. */
    browserFolder: string;
  }
}

/** Installs VS Code and the VSIX and starts the server before all stories. Returns a function that removes all again. */
export async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  await installHost();
  await access(vsix).catch(() => {
    throw new Error('There is no VSIX to try: run npm run package first, or npm run test:ui, which does.');
  });
  const home = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-vsix-'));
  const extensionsFolder = path.join(home, 'extensions');
  const profile = { dataFolder: path.join(home, 'data'), extensionsFolder };
  await installExtension(vsix, profile);
  const server = await startServer(profile);
  provide('extensionsFolder', extensionsFolder);
  provide('dataFolder', profile.dataFolder);
  provide('serverAddress', server.address.href);
  provide('browserFolder', path.join(home, 'browser'));
  return async () => {
    await server.stop();
    await removeProfile(home);
  };
}
