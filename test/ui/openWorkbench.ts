import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { inject } from 'vitest';
import { once } from '../../src/platform/once.ts';
import { launchWithProfile } from '../host/browser.ts';
import { removeProfile, startServer, writeSettings } from '../host/server.ts';
import { quietSettings } from '../host/settings.ts';
import { madeUpLanguage, translateExtension } from './madeUpLanguage.ts';
import { themes, Workbench } from './pages/workbench.ts';

export interface WorkbenchOptions {
  /** The user setting kratosExplorer.connections. */
  readonly connections?: readonly { readonly name: string; readonly url: string; readonly writable?: boolean }[];
  /** Other user settings. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** The files of the opened folder by name. */
  readonly files?: Readonly<Record<string, string>>;
  /** In pixels, 1280 by 800 by default. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Whether all texts of the extension are in a made-up language; those of VS Code stay English. */
  readonly translated?: boolean;
}

/** Opens a new VS Code with only the packaged extension, without the data of earlier ones. The caller closes it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const home = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-ui-'));
  const host = options.translated === true ? await startTranslated(home) : sharedHost;
  const folder = path.join(home, 'workspace');
  await mkdir(folder);
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await rm(path.join(host.dataFolder, 'data/User'), { recursive: true, force: true });
  await writeSettings(
    {
      ...quietSettings,
      'workbench.colorTheme': themes.dark.label,
      'kratosExplorer.connections': options.connections ?? [],
      ...options.settings,
    },
    host,
  );
  const page = await openPage(host.address.origin, options.size ?? { width: 1280, height: 800 });
  const close = async (): Promise<void> => {
    await endServiceWorkers(page);
    await page.close();
    await host.stop();
    await removeProfile(home);
  };
  try {
    if (options.translated === true) {
      // As the file with the texts of a language pack does.
      await page.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${madeUpLanguage}'`);
    }
    const address = new URL(host.address);
    address.searchParams.set('folder', folder);
    const workbench = new Workbench(page, close);
    await workbench.open(address);
    await workbench.clipboard.write('');
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/** The server of all windows in English. */
const sharedHost = {
  dataFolder: inject('dataFolder'),
  address: new URL(inject('serverAddress')),
  stop: () => Promise.resolve(),
};

/** Starts a server with the extension in the made-up language. */
async function startTranslated(home: string) {
  const profile = { dataFolder: path.join(home, 'data'), extensionsFolder: path.join(home, 'extensions') };
  await translateExtension(inject('extensionsFolder'), profile.extensionsFolder);
  const { address, stop } = await startServer(profile);
  return { ...profile, address, stop };
}

/** Opens an empty page, to which the browser has stored nothing from this origin but files in its cache. */
async function openPage(origin: string, size: { readonly width: number; readonly height: number }): Promise<Page> {
  const context = await browser();
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
  await page.setViewportSize(size);
  return page;
}

/** Ends the service workers of webviews, which the browser's driver would keep running after the page is closed. */
async function endServiceWorkers(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
}

/** Starts the browser of all windows, which ends with this process. */
const browser = once(async () => {
  const context = await launchWithProfile(inject('browserFolder'), { reducedMotion: 'reduce' });
  context.setDefaultTimeout(30_000);
  await context.addInitScript(keepSecrets, [...randomBytes(32)]);
  return context;
});

/**
 * Lets pages store secrets like an installed VS Code, which encrypts them with a key of its server. The server provides
 * that key only with the npm package's front end, which is not started here. Runs in the page: a route of the browser's
 * driver would turn off the cache.
 */
function keepSecrets(key: number[]): void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) =>
    String(input).endsWith('/mint-key') ? Promise.resolve(new Response(new Uint8Array(key))) : fetch(input, init);
}
