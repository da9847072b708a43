import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { installHost } from '../test/host/install.ts';
import { removeProfile } from '../test/host/server.ts';
import { quietSettings } from '../test/host/settings.ts';
import { bundledTests, bundleTests } from './bundleTests.ts';
import { type Counts, honestCounts } from './counts.ts';
import { at, root } from './project.ts';

/** The oldest VS Code that package.json allows, and the newest. */
const desktopVersions = ['1.105.0', 'stable'] as const;

/** Runs the suite in the npm-hosted VS Code, or on Windows, where that does not run, in the newest desktop version. */
export async function runIntegration(): Promise<Counts> {
  await bundleTests();
  if (process.platform === 'win32') {
    console.log('The npm-hosted VS Code does not run on Windows. Using a desktop VS Code instead.');
    return runInDesktop('stable');
  }
  await installHost();
  return runIn('integration', at('test/host/code.ts'));
}

/** Runs the suite in each desktop version, which is downloaded to .vscode-test if needed. Requires a display. */
export async function runDesktop(): Promise<Counts[]> {
  await bundleTests();
  const all: Counts[] = [];
  for (const version of versionsAskedFor()) {
    all.push(await runInDesktop(version));
  }
  return all;
}

async function runInDesktop(version: string): Promise<Counts> {
  const name = `desktop VS Code ${version}`;
  console.log(`Running the integration tests in ${name}.`);
  let executable: string;
  try {
    executable = await downloadAndUnzipVSCode({ version, cachePath: at('.vscode-test') });
  } catch (error) {
    console.log(`${name} could not be downloaded, so nothing was tested in it: ${String(error)}`);
    return { passed: 0, failed: 1, skipped: 0 };
  }
  return runIn(name, executable);
}

function versionsAskedFor(): readonly string[] {
  const asked = process.env.VSCODE_VERSION;
  return asked === undefined ? desktopVersions : [asked];
}

async function runIn(name: string, vscodeExecutablePath: string): Promise<Counts> {
  // A short path: macOS limits the path of the socket in it to 104 characters.
  const profile = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-'));
  const results = path.join(profile, 'results.json');
  await mkdir(path.join(profile, 'user/User'), { recursive: true });
  await writeFile(path.join(profile, 'user/User/settings.json'), JSON.stringify(quietSettings));
  let endedWell = false;
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: at(bundledTests),
      launchArgs: [
        at('test/integration/workspace'),
        `--user-data-dir=${path.join(profile, 'user')}`,
        `--extensions-dir=${path.join(profile, 'extensions')}`,
      ],
      extensionTestsEnv: {
        TEST_RESULTS: results,
        // The npm-hosted VS Code runs with the same Node as this program.
        PATH: [path.dirname(process.execPath), process.env.PATH].join(path.delimiter),
      },
    });
    endedWell = true;
  } catch (error) {
    console.log(String(error));
  }
  const report = await readFile(results, 'utf8').catch(() => undefined);
  const counts = honestCounts(name, report === undefined ? undefined : (JSON.parse(report) as Counts), endedWell);
  if (counts.failed === 0) {
    await removeProfile(profile);
  }
  return counts;
}
