import { expect, it } from 'vitest';
import { deviceFamily } from '../../../../src/core/origins/deviceFamily.ts';
import { agents } from '../../builders/originBuilder.ts';

it('keeps a family across the versions of a browser and of a system', () => {
  const older = agents.safariIphone.replaceAll('18_6', '17_2').replaceAll('18.6', '17.2');
  expect(deviceFamily(older).key).toBe(deviceFamily(agents.safariIphone).key);
  expect(deviceFamily(agents.chromeWindows.replace('141', '9')).key).toBe(deviceFamily(agents.chromeWindows).key);
});

it('distinguishes browsers, systems and kinds of device', () => {
  const phone =
    'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Mobile Safari/537.36';
  const keys = [...Object.values(agents), phone, phone.replace(' Mobile', '')].map((agent) => deviceFamily(agent).key);
  expect(new Set(keys).size).toBe(5);
});

it.each([
  ['python-requests/2.31.0', 'python-requests', 'python-requests/2.31.0'],
  ['curl/8.5.0', 'curl', 'curl/8.5.0'],
  ['Go-http-client/2.0', 'Go-http-client', 'Go-http-client/2.0'],
  ['MyApp/3.2 CFNetwork/1408.0.4 Darwin/22.5.0', 'MyApp', 'MyApp/3.2'],
  ['anything at all', 'anything at all', 'anything at all'],
  ['', '', ''],
  [
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36',
    'HeadlessChrome',
    'HeadlessChrome/126.0.0.0',
  ],
])('takes %j for a program', (agent, client, named) => {
  expect(deviceFamily(agent)).toMatchObject({ client, named, isBrowser: false });
});

it('keeps an unknown browser in one family while only its versions change', () => {
  const [one, other] = [
    deviceFamily('Mozilla/5.0 (Fridge 1.2) Ice/3.4'),
    deviceFamily('Mozilla/5.0 (Fridge 2.0) Ice/4'),
  ];
  expect(one).toMatchObject({ key: other.key, isBrowser: true });
});

it('cuts what a hostile user agent says to a length that can be shown', () => {
  const { client, named } = deviceFamily(`Mozilla/5.0 ${'\u202e'.repeat(100_000)}`);
  expect([client.length, named.length]).toEqual([60, 60]);
});
