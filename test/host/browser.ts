import path from 'node:path';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';
import { chromiumFolder, hasPackagedChromium } from './install.ts';

/**
 * Starts a headless Chromium: the one in CHROME_PATH, else the packaged one, else an installed Chrome or Edge. Rejects
 * with advice if there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'];
  const given = process.env.CHROME_PATH;
  if (given !== undefined) {
    return chromium.launch({ executablePath: given, args });
  }
  if (hasPackagedChromium) {
    return chromium.launch({ ...packaged(), args });
  }
  for (const channel of ['chrome', 'msedge', 'chromium']) {
    const browser = await chromium.launch({ channel, args }).catch(() => undefined);
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
