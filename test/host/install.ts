/** Installs the VS Code of this folder's package.json, unless it is installed already. */
import { createHash } from 'node:crypto';
import { copyFile, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { run, runNpm } from './run.ts';

const folder = import.meta.dirname;
const modules = path.join(folder, 'node_modules');
const stamp = path.join(modules, '.complete');

/** The server of VS Code in the npm package code-server. */
export const serverFolder = path.join(modules, 'code-server/lib/vscode');

/** The folder for the unpacked Chromium. */
export const chromiumFolder = path.join(modules, '.chromium');

/** The only system for which @sparticuz/chromium contains a browser. */
export const hasPackagedChromium = process.platform === 'linux' && process.arch === 'x64';

let installing: Promise<void> | undefined;

/**
 * Installs what is missing, once for concurrent callers. Requires the npm registry, but neither root nor a compiler.
 */
export function installHost(): Promise<void> {
  installing ??= install();
  return installing;
}

async function install(): Promise<void> {
  await installPackages();
  await copyFile(path.join(folder, 'spdlog.cjs'), path.join(serverFolder, 'node_modules/@vscode/spdlog/index.js'));
}

async function installPackages(): Promise<void> {
  const wanted = await lockFileHash();
  if ((await readFile(stamp, 'utf8').catch(() => '')) === wanted) {
    return;
  }
  console.log('Installing the npm-hosted VS Code (once, about 20 seconds).');
  await rm(stamp, { force: true });
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  await runNpm(['ci', ...quiet], folder);
  // An install of the package ignores the server's own shrinkwrap.
  await runNpm(['install', '--omit=dev', '--omit=optional', ...quiet], serverFolder);
  if (hasPackagedChromium) {
    await unpackChromium();
  }
  await writeFile(stamp, wanted);
}

async function lockFileHash(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path.join(folder, 'package-lock.json')))
    .digest('hex');
}

async function unpackChromium(): Promise<void> {
  // The package unpacks into the temporary folder and changes the environment of its process.
  await rm(chromiumFolder, { recursive: true, force: true });
  await run(process.execPath, [path.join(folder, 'unpackChromium.ts'), chromiumFolder], { cwd: folder });
}

if (import.meta.main) {
  await installHost();
}
