import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { expect, onTestFinished, test } from 'vitest';
import { httpServer } from './listening.ts';

/** What the extension host sees before and after a request over the transport as it is shipped: one CommonJS bundle. */
const watched = `
const globals = () => Reflect.ownKeys(globalThis).map(String).filter((key) => key.includes('undici'));
const { fetch } = globalThis;
const before = globals();
const { createUndiciTransport } = require(process.argv[2]);
const transport = createUndiciTransport({
  base: new URL(process.argv[3]),
  authentication: { kind: 'none' },
  tls: { verify: true },
  proxy: { kind: 'none' },
  timeoutMs: 30_000,
  budget: 'unlimited',
});
transport.send({ method: 'GET', path: '/x', template: '/x' }).then(async ({ status }) => {
  await transport.close();
  console.log(JSON.stringify({ status, before, after: globals(), sameFetch: globalThis.fetch === fetch }));
});`;

test('neither loading nor using the transport touches the dispatcher or the fetch of the whole process', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'transport-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = join(folder, 'transport.cjs');
  await build({
    entryPoints: ['src/http/undiciTransport.ts'],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
  });
  const base = await httpServer((_request, response) => response.end('[]'));
  // "-" as the script: what is given by --eval would get its arguments one place earlier.
  const run = promisify(execFile)(process.execPath, ['-', outfile, base.href]);
  run.child.stdin?.end(watched);
  const { stdout } = await run;
  expect(JSON.parse(stdout)).toEqual({ status: 200, before: [], after: [], sameFetch: true });
});
