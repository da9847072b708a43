import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { build } from 'rolldown';
import { expect, onTestFinished, test } from 'vitest';
import { makeCertificates } from '../../../gateways/certificates.ts';
import { startProxy } from '../../../gateways/proxy.ts';
import { startTlsGateway } from '../../../gateways/tlsGateway.ts';
import { httpServer } from './listening.ts';

/**
 * What the extension host sees before and after requests over the transport as it is shipped, one CommonJS bundle:
 * straight to a server, and through a proxy to one that wants a client certificate. The process ends by itself, so
 * nothing is left running.
 */
const watched = `
const modules = ['http', 'https', 'tls', 'net', 'dns'].map((name) => require('node:' + name));
const globals = () => Reflect.ownKeys(globalThis);
const seen = () => [globalThis, ...modules].map((one) => Object.entries(Object.getOwnPropertyDescriptors(one)).map(([name, { get, value }]) => [name, get ?? value]));
const [, , file, plain, secure, proxy, caFile, certificateFile, keyFile] = process.argv;
// Node defines some of its globals when they are first looked at.
seen();
const before = seen();
const keysBefore = globals();
const { UndiciTransport } = require(file);
const common = { authentication: { kind: 'none' }, timeoutMs: 30_000, rateLimit: 'unlimited' };
const transports = [
  new UndiciTransport({ ...common, base: new URL(plain), tls: { verify: true }, proxy: { kind: 'none' } }),
  new UndiciTransport({
    ...common,
    base: new URL(secure),
    tls: { verify: true, caFile },
    clientCertificate: { kind: 'pem', certificateFile, keyFile },
    proxy: { kind: 'this', url: new URL(proxy) },
  }),
];
const ask = (transport) => transport.send({ method: 'GET', path: '/x', template: '/x' });
Promise.all(transports.map(ask)).then(async (answers) => {
  await Promise.all(transports.map((transport) => transport.close()));
  const after = seen();
  const changed = before.flatMap((entries, place) => {
    const now = new Map(after[place]);
    return entries.filter(([name, value]) => !Object.is(now.get(name), value)).map(([name]) => name);
  });
  const added = globals().filter((key) => !keysBefore.includes(key)).map(String);
  console.log(JSON.stringify({ statuses: answers.map(({ status }) => status), changed, added }));
});`;

test('changes nothing in the process when the transport is loaded, used and closed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'transport-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const outfile = join(folder, 'transport.cjs');
  const input = 'src/core/http/undiciTransport.ts';
  await build({ input, platform: 'node', logLevel: 'warn', output: { file: outfile, format: 'cjs' } });
  const base = await httpServer((_request, response) => response.end('[]'));
  const certificates = await makeCertificates();
  const { authority, files, server: certificate } = certificates;
  const gateway = await startTlsGateway(base.origin, { certificate, clientAuthority: authority });
  const proxy = await startProxy();
  onTestFinished(async () => {
    await Promise.all([certificates.close(), gateway.close(), proxy.close()]);
  });
  const given = [outfile, base.href, gateway.url, proxy.url, files.authority, files.clientCertificate, files.clientKey];
  // "-" as the script: what is given by --eval would get its arguments one place earlier.
  const run = promisify(execFile)(process.execPath, ['-', ...given]);
  run.child.stdin?.end(watched);
  const { stdout } = await run;
  expect(JSON.parse(stdout)).toEqual({ statuses: [200, 200], changed: [], added: [] });
});
