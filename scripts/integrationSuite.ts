/** The suite that mocha runs inside VS Code: in the npm-hosted one, or in desktop ones that are downloaded. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { installHost } from '../test/host/install.ts';
import { quietSettings } from '../test/host/settings.ts';
import { type Counts, honestCounts } from './counts.ts';
import { at, root } from './project.ts';

/** The oldest VS Code that package.json admits, and the newest. */
const desktopVersions = ['1.105.0', 'stable'] as const;

const bundles = 'out/test/integration';

/** Runs the suite in the VS Code that npm carries. */
export async function runIntegration(): Promise<Counts> {
  await installHost();
  await bundleTests();
  return runIn('integration', at('test/host/code.ts'));
}

/** Runs the suite in each desktop version, downloading what is not in .vscode-test yet. Needs a display. */
export async function runDesktop(): Promise<Counts[]> {
  await bundleTests();
  const all: Counts[] = [];
  for (const version of versionsAskedFor()) {
    const name = `desktop VS Code ${version}`;
    console.log(`Running the integration tests in ${name}.`);
    const executable = await downloadAndUnzipVSCode({ version, cachePath: at('.vscode-test') }).catch(
      (error: Error) => {
        console.log(`${name} could not be downloaded: ${error.message}. Nothing was tested in it.`);
        return undefined;
      },
    );
    all.push(executable === undefined ? { passed: 0, failed: 1, skipped: 0 } : await runIn(name, executable));
  }
  return all;
}

function versionsAskedFor(): readonly string[] {
  const asked = process.env.VSCODE_VERSION;
  return asked === undefined ? desktopVersions : [asked];
}

async function bundleTests(): Promise<void> {
  console.log('Bundling the integration tests.');
  await rm(at(bundles), { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: ['test/integration/index.ts', 'test/integration/**/*.itest.ts'],
    outdir: bundles,
    outbase: 'test/integration',
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

async function runIn(name: string, vscodeExecutablePath: string): Promise<Counts> {
  // In the temporary folder for its short path: the socket in it must stay below 104 characters on macOS.
  const profile = await mkdtemp(path.join(tmpdir(), 'kratos-explorer-'));
  const results = path.join(profile, 'results.json');
  await mkdir(path.join(profile, 'user/User'), { recursive: true });
  await writeFile(path.join(profile, 'user/User/settings.json'), JSON.stringify(quietSettings));
  let endedWell = false;
  try {
    await runTests({
      vscodeExecutablePath,
      extensionDevelopmentPath: root,
      extensionTestsPath: at(`${bundles}/index.cjs`),
      launchArgs: [
        `--user-data-dir=${path.join(profile, 'user')}`,
        `--extensions-dir=${path.join(profile, 'extensions')}`,
      ],
      extensionTestsEnv: {
        TEST_RESULTS: results,
        // The npm-hosted VS Code is started by the same Node as this program.
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
    await rm(profile, { recursive: true, force: true });
  }
  return counts;
}
