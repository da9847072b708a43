/** npm run package: builds, checks and packs dist/kratos-explorer.vsix. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { at, build, runNode, vsix } from './project.ts';
import { type Manifest, publishProblems, sizeProblems } from './publishProblems.ts';

/** The page of the extension in VS Code and in the marketplaces. */
const readme = 'docs/extension-page.md';

/** Builds and packs the extension. Returns the path of the VSIX. .vscodeignore decides what is in it. */
export async function packageExtension(): Promise<string> {
  await build();
  refuse(publishProblems(packedFiles()));
  console.log('Packing the VSIX.');
  await runNode('node_modules/@vscode/vsce/vsce', [
    'package',
    // The bundles contain all dependencies.
    '--no-dependencies',
    '--allow-missing-repository',
    `--readme-path=${readme}`,
    `--out=${vsix}`,
  ]);
  refuse(sizeProblems((await stat(vsix)).size));
  return vsix;
}

function refuse(problems: readonly string[]): void {
  if (problems.length > 0) {
    throw new Error(['The extension could not be published:', ...problems].join('\n- '));
  }
}

function packedFiles() {
  const read = (file: string | undefined) =>
    file !== undefined && existsSync(at(file)) ? readFileSync(at(file)) : undefined;
  const text = (file: string) => read(file)?.toString();
  const manifest = JSON.parse(text('package.json') ?? '') as Manifest & { dependencies: Record<string, string> };
  return {
    manifest,
    pages: { [readme]: text(readme) ?? '', 'CHANGELOG.md': text('CHANGELOG.md') ?? '' },
    icon: read(manifest.icon),
    license: text('LICENSE'),
    notices: text('dist/ThirdPartyNotices.txt'),
    bundled: [...new Set([...Object.keys(manifest.dependencies), ...mappedPackages()])].map((name) => {
      const { version } = JSON.parse(text(`node_modules/${name}/package.json`) ?? '') as { version: string };
      return `${name}@${version}`;
    }),
    exists: (file: string) => existsSync(at(file)),
  };
}

/** Returns the names of the packages in the source maps of the bundles. */
function mappedPackages(): readonly string[] {
  const maps = readdirSync(at('dist')).filter((file) => file.endsWith('.map'));
  return maps.flatMap((file) => {
    const { sources } = JSON.parse(readFileSync(at(`dist/${file}`), 'utf8')) as { sources: readonly string[] };
    return sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? []);
  });
}

if (import.meta.main) {
  try {
    await packageExtension();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
