import { expect, test } from 'vitest';
import { hiddenText, redactText } from '../../../../src/core/http/redact.ts';
import type { HttpResponse } from '../../../../src/core/http/transport.ts';
import { describeBody } from '../../../../src/core/kratos/describeBody.ts';

function answered(body: string, secrets: readonly string[] = []): HttpResponse {
  return {
    status: 200,
    headers: {},
    body: Buffer.from(body),
    redact: (text) => redactText(text, secrets),
  };
}

test.each(['<title', '<title>', '<title></title', '< title'])(
  'describes a page of millions of “%s” in linear time',
  (repeated) => {
    // Each of them looked for the end of the page.
    expect(describeBody(answered(repeated.repeat(2_000_000)))).toMatchObject({ what: 'html' });
  },
);

test('reads the title only at the beginning of a page', () => {
  const far = `<html>${' '.repeat(100_000)}<title>Sign in</title>`;
  expect(describeBody(answered(far))).toEqual({ what: 'html', title: undefined });
});

test('hides the start of a page or a text that repeats a long secret again and again', () => {
  const secret = 'planted'.repeat(1000);
  const page = `<title>${secret.repeat(100)}</title>`;
  expect(describeBody(answered(page, [secret]))).toEqual({ what: 'html', title: undefined });
  expect(describeBody(answered(secret.repeat(100), [secret]))).toEqual({ what: 'text', start: hiddenText });
});

test('describes a text of any length by its beginning', () => {
  const found = describeBody(answered(`${' '.repeat(100_000)}It works!${'\n'.repeat(100)}${'x'.repeat(1_000_000)}`));
  expect(found).toEqual({ what: 'text', start: `It works!${'\n'.repeat(71)}` });
});
