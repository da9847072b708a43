import type { Random } from '../../src/demo/random.ts';

/** A browser of one device; its version follows the calendar. */
export type Agent = (day: number, lag: number) => string;

/** Day 0 is in May 2024; a browser has a new version about every four weeks. */
const chrome = (day: number, lag: number) => 124 + Math.max(0, Math.floor((day - lag) / 28));
const firefox = (day: number, lag: number) => 125 + Math.max(0, Math.floor((day - lag) / 28));
const ios = (day: number, lag: number) => {
  const minor = Math.max(0, Math.floor((day - lag) / 45));
  return { major: 17 + Math.floor((minor + 5) / 8), minor: (minor + 5) % 8 };
};

const chromium = (system: string, suffix: (version: number) => string = () => '', mobile = ''): Agent => {
  return (day, lag) =>
    `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${chrome(day, lag)}.0.0.0 ${mobile}Safari/537.36${suffix(chrome(day, lag))}`;
};
const windows = 'Windows NT 10.0; Win64; x64';
const mac = 'Macintosh; Intel Mac OS X 10_15_7';

export const desktops: readonly [Agent, ...Agent[]] = [
  chromium(windows),
  chromium(mac),
  chromium('X11; Linux x86_64'),
  chromium('X11; CrOS x86_64 14541.0.0'),
  chromium(windows, (version) => ` Edg/${version}.0.0.0`),
  chromium(windows, (version) => ` OPR/${version - 15}.0.0.0`),
  (day, lag) => `Mozilla/5.0 (${windows}; rv:${firefox(day, lag)}.0) Gecko/20100101 Firefox/${firefox(day, lag)}.0`,
  (day, lag) =>
    `Mozilla/5.0 (X11; Linux x86_64; rv:${firefox(day, lag)}.0) Gecko/20100101 Firefox/${firefox(day, lag)}.0`,
  (day, lag) =>
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:${firefox(day, lag)}.0) Gecko/20100101 Firefox/${firefox(day, lag)}.0`,
  (day, lag) =>
    `Mozilla/5.0 (${mac}) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${ios(day, lag).major}.${ios(day, lag).minor} Safari/605.1.15`,
];

export const phones: readonly [Agent, ...Agent[]] = [
  (day, lag) => {
    const { major, minor } = ios(day, lag);
    return `Mozilla/5.0 (iPhone; CPU iPhone OS ${major}_${minor} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${major}.${minor} Mobile/15E148 Safari/604.1`;
  },
  chromium('Linux; Android 10; K', undefined, 'Mobile '),
  chromium('Linux; Android 14; Pixel 8', undefined, 'Mobile '),
  (day, lag) =>
    `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/${25 + Math.floor(day / 120)}.0 Chrome/${chrome(day, lag)}.0.0.0 Mobile Safari/537.36`,
  (day, lag) =>
    `Mozilla/5.0 (Android 14; Mobile; rv:${firefox(day, lag)}.0) Gecko/${firefox(day, lag)}.0 Firefox/${firefox(day, lag)}.0`,
  (day, lag) => {
    const { major, minor } = ios(day, lag);
    return `Mozilla/5.0 (iPad; CPU OS ${major}_${minor} like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/${major}.${minor} Mobile/15E148 Safari/604.1`;
  },
];

export const scripts: readonly [string, ...string[]] = [
  'python-requests/2.31.0',
  'curl/8.5.0',
  'Go-http-client/2.0',
  'okhttp/4.12.0',
  'axios/1.7.2',
  'python-httpx/0.27.0',
  'aiohttp/3.9.5',
  'Java/17.0.10',
  'node-fetch/1.0 (+https://github.com/bitinn/node-fetch)',
  'PostmanRuntime/7.39.0',
  'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
  '',
];

/** Draws the stranger's browser by market share, or each with the same chance. */
export function strangersAgent(random: Random, byMarket: boolean): Agent {
  if (!byMarket) {
    return random.pick([...desktops, ...phones]);
  }
  const draw = random.below(100);
  const [chromeWindows, chromeMac] = desktops as [Agent, Agent];
  const [iphone, android] = phones as [Agent, Agent];
  return draw < 30
    ? chromeWindows
    : draw < 45
      ? android
      : draw < 62
        ? iphone
        : draw < 70
          ? chromeMac
          : random.pick([...desktops, ...phones]);
}
