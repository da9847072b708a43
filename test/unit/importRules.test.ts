import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Rule {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style?: {
        readonly noRestrictedImports?: {
          readonly options: {
            readonly patterns: readonly { readonly group: readonly string[]; readonly message: string }[];
          };
        };
      };
    };
  };
}

const { overrides }: { overrides: readonly Rule[] } = JSON.parse(readFileSync('biome.json', 'utf8'));

const folders = readdirSync('src', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

/** The folders that the linter lets a folder import, as its message names them: "src/http may import only http: see …". */
function allowed(message: string): readonly string[] {
  return /may import only ([^:]+):/.exec(message)?.[1]?.split(', ') ?? [];
}

test.each(folders)('the linter keeps src/%s from every folder that its rule does not name', (folder) => {
  const [rule] = overrides.filter(({ includes }) => includes.includes(`src/${folder}/**`));
  const [pattern] = rule?.linter.rules.style?.noRestrictedImports?.options.patterns ?? [];
  const refused = folders.filter((other) => pattern?.group.includes(`**/${other}/**`));
  expect([...refused, ...allowed(pattern?.message ?? '')].sort()).toEqual(folders.toSorted());
});
