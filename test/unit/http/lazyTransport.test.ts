import { expect, test } from 'vitest';
import { defaultOptions } from '../../../src/http/defaultOptions.ts';
import { lazyTransport } from '../../../src/http/lazyTransport.ts';
import { httpServer } from './listening.ts';

test('requests go through, the first of several at once as well', async () => {
  const base = await httpServer((request, response) => response.end(request.url));
  const transport = lazyTransport(defaultOptions(base));
  const answers = await Promise.all(
    ['/a', '/b'].map((path) => transport.send({ method: 'GET', path, template: path })),
  );
  expect(answers.map(({ body }) => body.toString())).toEqual(['/a', '/b']);
  await transport.close();
});

test('closed before its first request, it sends none', async () => {
  const asked: unknown[] = [];
  const base = await httpServer((request, response) => {
    asked.push(request.url);
    response.end();
  });
  const transport = lazyTransport(defaultOptions(base));
  await transport.close();
  await expect(transport.send({ method: 'GET', path: '/a', template: '/a' })).rejects.toMatchObject({
    failure: { kind: 'cancelled' },
  });
  expect(asked).toEqual([]);
});
