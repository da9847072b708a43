import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { vsix } from '../../scripts/project.ts';
import { type DemoServer, startDemoServer } from '../../src/demo/demoServer.ts';
import { launchBrowser } from '../host/browser.ts';
import { installExtension, removeProfile, startServer, writeSettings } from '../host/server.ts';
import { quietSettings } from '../host/settings.ts';

/** Runs `measure` in a new VS Code that shows the Kratos view with a connection to demo data. Needs the VSIX. */
export async function withWorkbench<T>(measure: (page: Page, demo: DemoServer) => Promise<T>): Promise<T> {
  const home = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-bench-'));
  const profile = { dataFolder: path.join(home, 'data'), extensionsFolder: path.join(home, 'extensions') };
  const demo = await startDemoServer({ identities: 50 });
  const connections = [{ name: 'Bench', url: demo.url }];
  await writeSettings({ ...quietSettings, 'kratosExplorer.connections': connections }, profile);
  await installExtension(vsix, profile);
  const server = await startServer(profile);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    await page.goto(server.address.href);
    await page.getByRole('tab', { name: 'Kratos' }).click({ timeout: 60_000 });
    return await measure(page, demo);
  } finally {
    await browser.close();
    await server.stop();
    await demo.close();
    await removeProfile(home);
  }
}
