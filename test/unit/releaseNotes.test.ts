import { describe, expect, it } from 'vitest';
import { releaseNotes } from '../../scripts/releaseNotes.ts';

const changelog = `# Changelog

## Unreleased

- Not yet.

## 1.10.0

- Ten.

### Fixed

- Nothing.

## 1.1.0 (2026-11-01)

- One.

## 1.0.0

`;
const repository = { type: 'git', url: 'https://github.com/example/kratos-explorer.git' };

function notesOf(version: string, tag = `v${version}`) {
  return releaseNotes({ tag, changelog, manifest: { version, repository } });
}

describe('the text of a release', () => {
  it('is the section of its version in the changelog, without its heading', () => {
    expect(notesOf('1.10.0')).toBe('- Ten.\n\n### Fixed\n\n- Nothing.');
  });

  it('is the section of exactly this version, whose heading may have a date', () => {
    expect(notesOf('1.1.0')).toBe('- One.');
  });

  it('is read from a changelog with the line ends of Windows', () => {
    const manifest = { version: '1.1.0', repository };
    expect(releaseNotes({ tag: 'v1.1.0', changelog: changelog.replaceAll('\n', '\r\n'), manifest })).toBe('- One.');
  });

  it.each(['v1.1.1', '1.1.0', 'v1.1.0-rc.1', ''])('is refused for the tag "%s" of version 1.1.0', (tag) => {
    expect(() => notesOf('1.1.0', tag)).toThrow(
      `The tag ${tag} does not match version 1.1.0 in package.json: it must be v1.1.0.`,
    );
  });

  it('is refused for a version without a section', () => {
    expect(() => notesOf('1.2.0')).toThrow('CHANGELOG.md has no section "## 1.2.0".');
  });

  it('is refused for a version whose section is empty', () => {
    expect(() => notesOf('1.0.0')).toThrow('The section "## 1.0.0" of CHANGELOG.md is empty.');
  });

  it('is refused while package.json names no repository', () => {
    expect(() => releaseNotes({ tag: 'v1.1.0', changelog, manifest: { version: '1.1.0' } })).toThrow(
      'package.json has no "repository"',
    );
  });
});
