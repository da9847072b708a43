import { describe, expect, it } from 'vitest';
import { pageHtml } from '../../../src/pages/host/loadPage.ts';

const page = {
  page: 'session',
  script: 'https://file+.vscode-resource.vscode-cdn.net/ext/dist/pages.js',
  cspSource: "'self' https://*.vscode-cdn.net",
  nonce: 'bm9uY2Ugb2YgMTYgYnl0ZQ==',
  language: 'en',
};

function policyOf(html: string): Map<string, string> {
  const [, content = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
  return new Map(
    content.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe("the panel's page", () => {
  it('allows only our script, by its nonce', () => {
    expect(Object.fromEntries(policyOf(pageHtml(page)))).toEqual({
      'default-src': "'none'",
      'script-src': `'nonce-${page.nonce}'`,
      'style-src': page.cspSource,
      'base-uri': "'none'",
      'form-action': "'none'",
    });
  });

  it('has one script, no inline style and no event attribute', () => {
    const html = pageHtml(page);
    expect(html.match(/<script\b[^>]*>/g)).toEqual([
      `<script type="module" nonce="${page.nonce}" src="${page.script}">`,
    ]);
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=/);
  });

  it('escapes values in attributes', () => {
    const html = pageHtml({ ...page, language: '"><script>alert(1)</script>' });
    expect(html).not.toContain('<script>');
  });
});
