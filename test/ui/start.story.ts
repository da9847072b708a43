import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { at } from '../../scripts/project.ts';
import { launchBrowser } from '../host/browser.ts';
import { Workbench } from './pages/workbench.ts';

describe('npm start', () => {
  let start: ChildProcess | undefined;
  let workbench: Workbench | undefined;

  beforeAll(async () => {
    start = spawn(process.execPath, [at('scripts/start.ts'), '--browser'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const address = await printedAddress(start);
    const browser = await launchBrowser();
    workbench = new Workbench(await browser.newPage({ viewport: { width: 1280, height: 800 } }), () => browser.close());
    await workbench.open(address);
  });

  afterAll(async () => {
    await workbench?.close();
    if (start?.kill() === true) {
      await once(start, 'exit');
    }
  });

  it('opens the Kratos view on demo data, with the walkthrough beside it', async () => {
    await workbench?.view.waitFor();
    await workbench?.page.getByRole('button', { name: 'Open the demo' }).waitFor();
    await (await workbench?.tree.scrollTo('Ada Lovelace'))?.waitFor();
    await workbench?.screenshot('start');
  });

  it('opens a VS Code whose log has a line for each request', async () => {
    await workbench?.runCommand('Kratos: Show Log');
    await expect
      .poll(() => workbench?.page.locator('.output-view .view-lines').textContent())
      .toMatch(/GET\s\/admin\/identities:\s200/);
    await workbench?.screenshot('start-log');
  });
});

/** Resolves to the address of the workbench when it is printed. */
async function printedAddress({ stdout }: ChildProcess): Promise<URL> {
  if (stdout === null) {
    throw new Error('The output is not read.');
  }
  for await (const line of createInterface({ input: stdout })) {
    const [, address] = /^ *(http:\S+folder=\S+)$/.exec(line) ?? [];
    if (address !== undefined) {
      return new URL(address);
    }
  }
  throw new Error('It ended without an address.');
}
