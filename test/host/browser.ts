import path from 'node:path';
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type LaunchOptions,
} from 'playwright-core';
import { chromiumFolder, hasPackagedChromium } from './install.ts';

/**
 * Starts a headless Chromium: the one in CHROME_PATH, else the packaged one, else an installed Chrome or Edge. Rejects
 * with advice if there is none.
 */
export function launchBrowser(): Promise<Browser> {
  return launchFirst((options) => chromium.launch(options));
}

/** Starts the same Chromium with its profile, and thus its cache, in a folder. */
export function launchWithProfile(folder: string, options: BrowserContextOptions): Promise<BrowserContext> {
  return launchFirst((launch) => chromium.launchPersistentContext(folder, { ...options, ...launch }));
}

async function launchFirst<T>(launch: (options: LaunchOptions) => Promise<T>): Promise<T> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const given = process.env.CHROME_PATH;
  if (given !== undefined) {
    return launch({ executablePath: given, args });
  }
  if (hasPackagedChromium) {
    return launch({ ...packaged(), args });
  }
  for (const channel of ['chrome', 'msedge', 'chromium']) {
    const browser = await launch({ channel, args }).catch(() => undefined);
    if (browser !== undefined) {
      return browser;
    }
  }
  throw new Error('No browser was found. Install Chrome, or set CHROME_PATH to the executable of a Chromium.');
}

function packaged(): LaunchOptions {
  const libraries = path.join(chromiumFolder, 'al2023/lib');
  return {
    executablePath: path.join(chromiumFolder, 'chromium'),
    env: {
      ...process.env,
      // The packaged libraries on all systems, so that all render with the same.
      LD_LIBRARY_PATH: libraries,
      FONTCONFIG_FILE: path.join(chromiumFolder, 'fonts.conf'),
    },
  };
}
