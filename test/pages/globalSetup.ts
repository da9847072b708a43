import { hasPackagedChromium, installHost } from '../host/install.ts';

/** Installs the packaged browser where there is one. Elsewhere an installed browser is used. */
export async function setup(): Promise<void> {
  if (hasPackagedChromium && process.env.CHROME_PATH === undefined) {
    await installHost();
  }
}
