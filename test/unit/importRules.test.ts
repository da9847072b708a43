import { describe, expect, it } from 'vitest';
import { importProblems } from '../../scripts/checkImports.ts';

describe('the table of imports', () => {
  it('allows a folder its own files and those that its line names', () => {
    const text =
      "import { a } from './a.ts';\nimport type { B } from '../http/b.ts';\nconst c = await import('../kratos/c.ts');";
    expect(importProblems('core/kratos/deeper/one.ts', text.replaceAll("'../", "'../../"))).toEqual([]);
  });

  it.each([
    [
      'core/kratos/one.ts',
      "import { rows } from '../../tree/rows.ts';",
      'core/kratos/one.ts: core/kratos may not import tree/rows.ts.',
    ],
    [
      'core/kratos/one.ts',
      "import type { Row } from '../../tree/rows.ts';",
      'core/kratos/one.ts: core/kratos may not import tree/rows.ts.',
    ],
    [
      'core/kratos/one.ts',
      "export { rows } from '../../tree/rows.ts';",
      'core/kratos/one.ts: core/kratos may not import tree/rows.ts.',
    ],
    [
      'core/kratos/one.ts',
      "await import('../../tree/rows.ts');",
      'core/kratos/one.ts: core/kratos may not import tree/rows.ts.',
    ],
    ['core/http/one.ts', "import { l10n } from 'vscode';", 'core/http/one.ts: core/http may not import vscode.'],
    ['new/one.ts', '', 'new/one.ts: its folder has no line in the table of scripts/checkImports.ts.'],
  ])('refuses in %s: %s', (file, text, problem) => {
    expect(importProblems(file, text)).toEqual([problem]);
  });
});
