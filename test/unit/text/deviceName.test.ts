import { describe, expect, it } from 'vitest';
import { deviceFamilyName, deviceName } from '../../../src/text/deviceName.ts';

const webkit = 'AppleWebKit/537.36 (KHTML, like Gecko)';

describe('deviceName', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/141.0.0.0 Safari/537.36`, 'Chrome 141 on Windows'],
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0`,
      'Microsoft Edge 141 on Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari 18 on iPhone',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox 132 on macOS'],
    [
      `Mozilla/5.0 (Linux; Android 14; Pixel 8) ${webkit} Chrome/141.0.0.0 Mobile Safari/537.36`,
      'Chrome 141 on Android',
    ],
    ['curl/8.5.0', 'curl 8.5'],
    ['python-requests/2.32.3', 'python-requests 2.32'],
    ['Go-http-client/1.1', 'Go-http-client 1.1'],
    ['MyApp/3 CFNetwork/1410.0.3 Darwin/22.6.0', 'MyApp 3'],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'Googlebot 2'],
    ['Mozilla/5.0', 'Mozilla/5.0'],
    ['<script>alert(1)</script>', '<script>alert(1)</script>'],
    ['[click](command:workbench.action.quit)', '[click](command:workbench.action.quit)'],
    ['', 'No user agent'],
    ['  ', 'No user agent'],
    [undefined, 'No user agent'],
  ])('names the device of %s "%s"', (userAgent, name) => {
    expect(deviceName(userAgent)).toBe(name);
  });

  it('shows a user agent with invisible characters as text and not as a browser', () => {
    const disguised = `Mozilla/5.0 \u202E(Windows NT 10.0) ${webkit} Chrome/141.0.0.0 Safari/537.36`;
    expect(deviceName(disguised)).toMatch(/^Mozilla\/5\.0 ⟨U\+202E⟩\(Windows.*…$/);
  });

  it('cuts a long user agent to 60 characters', () => {
    expect(deviceName('x'.repeat(512))).toHaveLength(60);
    expect(deviceName(`${'a/1 '.repeat(50_000)}`)).toHaveLength(60);
  });
});

describe('deviceFamilyName', () => {
  it.each([
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/141.0.0.0 Safari/537.36`, 'Chrome Win'],
    [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webkit} Chrome/141.0.0.0 Edg/141.0.0.0`, 'Edge Win'],
    [
      `Mozilla/5.0 (Linux; Android 14; SM-S918B) ${webkit} SamsungBrowser/27.0 Chrome/125.0.0.0 Mobile Safari/537.36`,
      'Samsung Intern…',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1',
      'Safari iPhone',
    ],
    ['python-requests/2.32.3', 'python-req…'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0', 'Firefox Mac'],
    ['<script>alert(1)</script>', '<script>al…'],
    ['a\u202Eb', 'a⟨U+202E⟩b'],
    [undefined, 'No user agent'],
  ])('names the family of %s "%s", without versions and in at most 15 characters', (userAgent, family) => {
    expect(deviceFamilyName(userAgent)).toBe(family);
  });
});
