import { expect, test } from 'vitest';
import { failed, ok, type Report, skipped, warning } from '../../../src/check/report.ts';
import { reportText } from '../../../src/check/reportText.ts';

function aReport(report: Partial<Report> = {}): Report {
  return {
    connection: 'Acme',
    startedAt: new Date('2026-11-23T17:40:12Z'),
    steps: [{ name: 'address', state: ok('http://127.0.0.1:4434') }],
    end: 'finished',
    ...report,
  };
}

const step = (state: Report['steps'][number]['state']) => ({ steps: [{ name: 'tls', state } as const] });

test('has a line for each step, with its facts below it', () => {
  const text = reportText(
    aReport({
      steps: [
        { name: 'address', state: ok('https://kratos.example.org') },
        { name: 'dns', state: skipped('It is already an IP address.') },
        { name: 'tls', state: warning('The certificate expires in 5 days.', ['“a”, issued by “b”']) },
        { name: 'response', state: failed('The server reported an error (500).') },
        { name: 'api', state: { kind: 'notTried' } },
      ],
      end: 'stopped',
    }),
  );
  expect(text).toBe(`# Check of Acme

**This connection does not work.** The step that failed says why; the steps after it were not tried.

- ✓ **Address**: \`https://kratos.example.org\`
- ○ **Host name** (skipped): It is already an IP address.
- ⚠ **TLS** (warning): The certificate expires in 5 days.
    - “a”, issued by “b”
- ✗ **Response** (failed): The server reported an error (500).
- ○ **Admin API** (not tried)

Started 2026-11-23T17:40:12.000Z. This report contains no secrets or personal data and can be shared. Every request is in the log (Kratos: Show Log).
`);
});

test.each([
  [{ end: 'running' }, 'The check is running…'],
  [{ end: 'cancelled' }, '**Cancelled.** The steps that were not tried are marked.'],
  [{}, '**This connection works.**\n'],
  [step(warning('w')), '**This connection works.** Warnings: 1.'],
  [step(failed('f')), '**The server responds, but not everything works.**'],
] as const)('begins with the result: %o', (report, words) => {
  expect(reportText(aReport(report))).toContain(words);
});

test.each([
  ['an e-mail address', 'hello ada@example.org'],
  ['an e-mail address in a query', '/x?email=ada%40example.org'],
  ['an id', '/admin/identities/9f8c2c1e-6b1f-4a53-9f0e-1f5a0c2b7d11'],
  ['a key', 'Authorization: Bearer ory_pat_Abc123'],
  ['a JSON Web Token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2ln'],
  ['a secret of this connection', 'you sent hunter2!'],
  ['a secret in another spelling', 'you sent hunter2%21 and hunter2&#33;'],
  ['a secret with its letters escaped', 'you sent H%75nter2! and h&#117;nter2!'],
  ['a secret that the end of the line cuts in two', `${'x'.repeat(595)}hunter2!`],
])('hides %s anywhere in a line', (_what, planted) => {
  const text = reportText(aReport(step(failed(planted, [planted]))), ['hunter2!']);
  expect(text).not.toMatch(/ada|9f8c2c1e|Abc123|eyJ|hunt|nter2/i);
});

test('shows text of a server on one line, without links and HTML', () => {
  const text = reportText(
    aReport(step(failed('a\n# b\u202e [x](command:y) <img src=x> *c* `d` &lt; $e$ \\[z\\]', ['- f', '# g', '~~h~~']))),
  );
  expect(text).toContain(
    '✗ **TLS** (failed): a⟨U+000A⟩# b⟨U+202E⟩ \\[x\\](command:y) \\<img src=x\\> \\*c\\* \\`d\\` \\&lt; \\$e\\$ \\\\\\[z\\\\\\]\n',
  );
  expect(text).toContain('    - \\- f\n    - \\# g\n    - \\~\\~h\\~\\~\n');
});

test.each([
  ['at https://kratos.example.org. Start', 'at `https://kratos.example.org`. Start'],
  ['“https://a.example/x_y_z”, //b.example', '“`https://a.example/x_y_z`”, `//b.example`'],
  ['[x](https://c.example/`d`)', "\\[x\\](`https://c.example/'d'`)"],
])('shows an address in “%s” as code, not as a link', (said, written) => {
  expect(reportText(aReport(step(failed(said))))).toContain(`(failed): ${written}\n`);
});

test('lets no server name the address of an image that the preview of the report would load', () => {
  const text = reportText(aReport(step(failed('![x] ![y][x]', ['[x]: https://elsewhere.example/x.png']))));
  expect(text).toContain('    - \\[x\\]: `https://elsewhere.example/x.png`');
});
