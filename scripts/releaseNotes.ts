/**
 * node scripts/releaseNotes.ts v1.2.3: prints the changelog's section of the version that a tag names, as the text of
 * the release. Exits with 1 and one sentence if this checkout must not be released under the tag.
 */
import { readFileSync } from 'node:fs';
import { at } from './project.ts';

export interface Release {
  readonly tag: string;
  readonly changelog: string;
  readonly manifest: { readonly version: string; readonly repository?: unknown };
}

/** Returns the section of the tag's version. Throws if the tag does not fit the checkout or the section is missing. */
export function releaseNotes({ tag, changelog, manifest }: Release): string {
  const { version, repository } = manifest;
  if (tag !== `v${version}`) {
    throw new Error(`The tag ${tag} does not match version ${version} in package.json: it must be v${version}.`);
  }
  if (repository === undefined) {
    throw new Error('package.json has no "repository", to which the page in a marketplace would link.');
  }
  const lines = changelog.split(/\r?\n/);
  const start = lines.findIndex((line) => headingOf(line) === version);
  if (start < 0) {
    throw new Error(`CHANGELOG.md has no section "## ${version}".`);
  }
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => headingOf(line) !== undefined);
  const section = rest
    .slice(0, end < 0 ? undefined : end)
    .join('\n')
    .trim();
  if (section === '') {
    throw new Error(`The section "## ${version}" of CHANGELOG.md is empty.`);
  }
  return section;
}

/** Returns the version that a line begins the section of. A date may follow it. */
function headingOf(line: string): string | undefined {
  return /^## \[?([^\s\]]+)/.exec(line)?.[1];
}

if (import.meta.main) {
  try {
    const read = (file: string) => readFileSync(at(file), 'utf8');
    const release = { changelog: read('CHANGELOG.md'), manifest: JSON.parse(read('package.json')) };
    console.log(releaseNotes({ ...release, tag: process.argv[2] ?? '' }));
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
