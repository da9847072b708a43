export const browser = {
  chromeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  edgeWindows:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36 Edg/141.0.0.0',
  firefoxWindows: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0',
  firefoxLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0',
  chromeLinux: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  safariMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15',
  chromeMac:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36',
  safariIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1',
  olderSafariIphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
  chromeAndroid:
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36',
} as const;

export const browsers = [
  browser.chromeWindows,
  browser.edgeWindows,
  browser.firefoxWindows,
  browser.firefoxLinux,
  browser.chromeLinux,
  browser.safariMac,
  browser.chromeMac,
  browser.safariIphone,
  browser.chromeAndroid,
] as const;

export const script = {
  curl: 'curl/8.5.0',
  python: 'python-requests/2.32.3',
  go: 'Go-http-client/2.0',
  okhttp: 'okhttp/4.12.0',
} as const;

/** Hostile user agents, which must be shown as plain text. */
export const hostileUserAgents = [
  'Mozilla/5.0 \u202e)tnegA ytsurT(\u202c Chrome/141.0.0.0',
  'tab\there, escape \u001b[31mred\u001b[0m, bell \u0007, line\nbreak, delete \u007f, zero\u200bwidth',
  '<img src=x onerror=alert(1)>',
  '[click](command:workbench.action.quit)',
  '$(trash) Deleted $(check)',
  `Mozilla/5.0 ${'x'.repeat(500)}`,
] as const;
