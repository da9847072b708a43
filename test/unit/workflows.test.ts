import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = '.github/workflows';

describe.each(readdirSync(folder))('the workflow %s', (file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8');

  it('runs each action at a commit, and names its version', () => {
    const actions = text.split('\n').filter((line) => /\buses:/.test(line));
    expect(actions).not.toEqual([]);
    expect(actions.filter((line) => !/uses: [\w/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(line))).toEqual([]);
  });

  it('grants nothing to all of its jobs but reading', () => {
    expect(text).toMatch(/^permissions:(?: \{\}|\n {2}contents: read)\n\n/m);
  });

  it('uses no stored secret', () => {
    expect(text).not.toContain('secrets.');
  });
});
