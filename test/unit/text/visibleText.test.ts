import { describe, expect, it } from 'vitest';
import { factLine, rowText, statusBarText, visibleText } from '../../../src/text/visibleText.ts';

describe('visibleText', () => {
  it.each([
    ['keeps plain text', 'Ada Lovelace <b>&amp;</b> [x](y) $(trash)', 'Ada Lovelace <b>&amp;</b> [x](y) $(trash)'],
    ['keeps letters of every script', 'José 山田太郎 ישראל', 'José 山田太郎 ישראל'],
    ['keeps emoji with their joiners', '👩‍💻 ❤️ 🇩🇪', '👩‍💻 ❤️ 🇩🇪'],
    ['shows line ends', 'a\r\nb\tc', 'a⟨U+000D⟩⟨U+000A⟩b⟨U+0009⟩c'],
    ['shows line and paragraph separators', 'a\u2028b\u2029c', 'a⟨U+2028⟩b⟨U+2029⟩c'],
    ['shows terminal escapes', '\u001b[31m', '⟨U+001B⟩[31m'],
    ['shows bidirectional overrides and isolates', '\u202Egnp.exe\u2066\u200F', '⟨U+202E⟩gnp.exe⟨U+2066⟩⟨U+200F⟩'],
    ['shows zero-width characters', 'ad\u200Bm\u200Di\uFEFFn\u00AD', 'ad⟨U+200B⟩m⟨U+200D⟩i⟨U+FEFF⟩n⟨U+00AD⟩'],
    ['shows blank letters', '\u3164\u2800', '⟨U+3164⟩⟨U+2800⟩'],
    ['shows tags outside the basic plane', 'a\u{E0041}', 'a⟨U+E0041⟩'],
    ['shows lone surrogates', 'a\uD800b\uDC00', 'a⟨U+D800⟩b⟨U+DC00⟩'],
  ])('%s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown);
  });

  it('ends a long text in "…" at the limit', () => {
    expect(visibleText('x'.repeat(200), 20)).toBe(`${'x'.repeat(19)}…`);
    expect(visibleText('x'.repeat(20), 20)).toBe('x'.repeat(20));
  });

  it('does not cut a surrogate pair', () => {
    expect(visibleText('abc😀def', 5)).toBe('abc…');
    expect(visibleText('abcd😀def', 5)).toBe('abcd…');
  });
});

describe('factLine', () => {
  it('joins the facts that are present', () => {
    expect(factLine(['Berlin, DE', undefined, 'password', '', 'aal1'])).toBe('Berlin, DE · password · aal1');
  });

  it('isolates right-to-left text, which would move the count', () => {
    expect(factLine(['שלום', '47 of 51'])).toBe('\u2068שלום\u2069 · 47 of 51');
  });
});

it('makes a text for a row of a quick pick that draws no icon', () => {
  expect(rowText('$(sync~spin) $(Not an icon) \\$(a)')).toBe('\\$(sync~spin) $(Not an icon) \\\\$(a)');
  expect(rowText(visibleText('$(trash)'.repeat(9), 12))).toBe('\\$(trash)$(t…');
});

it('makes a text for the status bar that draws no icon, on one line', () => {
  expect(statusBarText('$(flame)\nx')).toBe('$\u2060(flame)⟨U+000A⟩x');
});
