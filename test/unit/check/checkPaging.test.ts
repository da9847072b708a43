import { expect, onTestFinished, test } from 'vitest';
import { type DemoServer, type DemoServerOptions, startDemoServer } from '../../../src/demo/demoServer.ts';
import { failureText } from '../../../src/text/failureText.ts';
import { forward, refuse } from '../../gateways/gateway.ts';
import { httpServer } from '../core/http/listening.ts';
import { checked, json, kinds, sharedServers } from './checked.ts';

const shared = sharedServers();

async function demoWith(options: DemoServerOptions): Promise<DemoServer> {
  const server = await startDemoServer({ identities: 40, ...options });
  onTestFinished(() => server.close());
  return server;
}

test.each([
  [1, 'Session pages count from 1, and page 0 equals page 1'],
  [0, 'Session pages count from 0.'],
] as const)('reports that session pages count from %i', async (countsPagesFrom, words) => {
  const check = await checked((await demoWith({ quirks: { countsPagesFrom } })).url);
  expect(check.says('paging')).toContain(words);
  expect(check.says('paging')).toContain('Page size limits: at most 1000 for sessions, at most 500 for identities.');
});

test('warns if session lists do not include their total', async () => {
  const check = await checked((await demoWith({ quirks: { totalCount: false } })).url);
  expect(check.step('paging')).toMatchObject({ kind: 'warning', text: expect.stringContaining('X-Total-Count') });
  expect(check.text).toContain('Warnings: 1.');
});

test('does not guess how pages are counted if there are no identities', async () => {
  const check = await checked((await demoWith({ identities: 0 })).url);
  expect(check.says('api')).toContain('lists no identities');
  expect(check.says('paging')).toContain('could not be determined');
});

test.each([
  [1, 'Session pages count from 1'],
  [0, 'Session pages count from 0'],
] as const)(
  'reports that pages count from %i, as browsing found out, if no identity has two sessions',
  async (countsFrom, words) => {
    const check = await checked((await demoWith({ identities: 0 })).url, {}, { countsFrom });
    expect(check.says('paging')).toContain(words);
  },
);

test('fails the paging step of a server that lists identities and refuses every list of sessions', async () => {
  const server = await httpServer((request, response) => {
    if (request.url?.includes('/sessions')) {
      refuse(response, 403, 'identities only');
    } else {
      forward(request, response, shared.demo.url);
    }
  });
  const check = await checked(server.origin);
  expect(check.step('paging')).toEqual({
    kind: 'failed',
    text: failureText({ kind: 'forbidden', reason: 'identities only' }),
    details: ['Requested: /admin/identities/{id}/sessions'],
  });
  expect(kinds(check)).toMatchObject({ response: 'ok', api: 'ok', clock: 'ok' });
  expect(check.text).toContain('**The server responds, but not everything works.**');
  expect(check.text).toContain('    - Requested: /admin/identities/{id}/sessions');
  expect(check.text).not.toContain('This connection works');
});

test.each([
  ['the newest sessions', /^\/admin\/sessions\?/, '/admin/sessions'],
  ['the first page', /\/sessions\?page=0&per_page=1$/, '/admin/identities/{id}/sessions'],
  ['the second page', /\/sessions\?page=1&per_page=1$/, '/admin/identities/{id}/sessions'],
  ['the search by identifier', /\?credentials_identifier=/, '/admin/identities'],
])('names the request if only %s is refused', async (_which, matching, template) => {
  const server = await httpServer((request, response) => {
    if (matching.test(request.url ?? '')) {
      refuse(response, 401, 'not this one');
    } else {
      forward(request, response, shared.demo.url);
    }
  });
  const check = await checked(server.origin);
  expect(check.step('paging')).toEqual({
    kind: 'failed',
    text: failureText({ kind: 'unauthorized', reason: 'not this one' }),
    details: [`Requested: ${template}`],
  });
});

test('reports a web page in place of a list of sessions', async () => {
  const server = await httpServer((request, response) => {
    if (request.url?.includes('/sessions')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><title>Sign in</title></html>');
    } else {
      forward(request, response, shared.demo.url);
    }
  });
  const check = await checked(server.origin);
  expect(check.step('paging')).toMatchObject({ kind: 'failed', text: expect.stringContaining('“Sign in”') });
});

test('does not guess how pages are counted if the sessions are gone before their pages are read', async () => {
  const server = await httpServer((request, response) => {
    if (/&per_page=1$/.test(request.url ?? '')) {
      json(response, 200, []);
    } else {
      forward(request, response, shared.demo.url);
    }
  });
  const check = await checked(server.origin);
  expect(check.step('paging')).toMatchObject({ kind: 'ok' });
  expect(check.says('paging')).toContain('could not be determined: the first page had no session.');
});
