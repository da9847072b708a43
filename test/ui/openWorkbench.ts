import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BrowserContext } from 'playwright-core';
import { inject } from 'vitest';
import { launchBrowser } from '../host/browser.ts';
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

/** Opens a new VS Code with only the packaged extension. The caller closes it. */
export async function openWorkbench(options: WorkbenchOptions = {}): Promise<Workbench> {
  const home = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-ui-'));
  const isTranslated = options.translated === true;
  const extensionsFolder = isTranslated ? path.join(home, 'extensions') : inject('extensionsFolder');
  const profile = { dataFolder: path.join(home, 'data'), extensionsFolder };
  if (isTranslated) {
    await translateExtension(inject('extensionsFolder'), extensionsFolder);
  }
  const folder = path.join(home, 'workspace');
  await mkdir(folder);
  for (const [name, content] of Object.entries(options.files ?? {})) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), content);
  }
  await writeSettings(
    {
      ...quietSettings,
      'workbench.colorTheme': themes.dark.label,
      'kratosExplorer.connections': options.connections ?? [],
      ...options.settings,
    },
    profile,
  );
  const server = await startServer(profile);
  const browser = await launchBrowser();
  const close = async (): Promise<void> => {
    await browser.close();
    await server.stop();
    await removeProfile(home);
  };
  try {
    const context = await browser.newContext({
      viewport: options.size ?? { width: 1280, height: 800 },
      reducedMotion: 'reduce',
    });
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.address.origin });
    context.setDefaultTimeout(30_000);
    await keepSecrets(context);
    if (isTranslated) {
      // As the file with the texts of a language pack does.
      await context.addInitScript(`globalThis._VSCODE_NLS_LANGUAGE = '${madeUpLanguage}'`);
    }
    const page = await context.newPage();
    const address = new URL(server.address);
    address.searchParams.set('folder', folder);
    const workbench = new Workbench(page, close);
    await workbench.open(address);
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

/**
 * Lets the page store secrets like an installed VS Code, which encrypts them with a key of its server. The server
 * provides that key only with the npm package's front end, which is not started here.
 */
async function keepSecrets(context: BrowserContext): Promise<void> {
  const key = randomBytes(32);
  await context.route('**/mint-key', (route) => route.fulfill({ body: key }));
}
