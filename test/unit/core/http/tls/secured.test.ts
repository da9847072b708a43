import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { rename, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { defaultOptions } from '../../../../../src/core/http/connectionOptions.ts';
import { UndiciTransport } from '../../../../../src/core/http/undiciTransport.ts';
import { type Certificate, type Certificates, makeCertificates } from '../../../../gateways/certificates.ts';
import { endedWithTest } from '../../../../gateways/endedWithTest.ts';
import type { Gateway } from '../../../../gateways/gateway.ts';
import { startSocketGateway } from '../../../../gateways/socketGateway.ts';
import { startTlsGateway, type TlsGatewayOptions } from '../../../../gateways/tlsGateway.ts';
import { httpServer, socketServer } from '../listening.ts';
import { failureOf, get, secretsFor, transportTo } from '../transports.ts';

let certificates: Certificates;

beforeAll(async () => {
  certificates = await makeCertificates();
});

afterAll(() => certificates.close());

async function secureServer(
  more: Partial<TlsGatewayOptions> = {},
  answering: RequestListener = (_request, response) => response.end('[]'),
): Promise<Gateway> {
  const server = await httpServer(answering);
  return endedWithTest(startTlsGateway(server.origin, { certificate: certificates.server, ...more }));
}

function fileBeside(name: string): string {
  return join(dirname(certificates.files.authority), name);
}

test.each<[string, () => string | Buffer]>([
  ['PEM', () => certificates.authority],
  [
    'PEM among others, with words between',
    () => `mine:\n${certificates.stranger.cert}\n\nours:\n${certificates.authority}`,
  ],
  ['DER', () => new X509Certificate(certificates.authority).raw],
])('trusts the connection’s own authority in %s beside the others', async (_how, content) => {
  const gateway = await secureServer();
  const caFile = fileBeside('own-authority');
  await writeFile(caFile, content());
  expect((await transportTo(gateway.url, {}, { tls: { caFile, verify: true } }).send(get('/x'))).status).toBe(200);
});

test.runIf(process.platform === 'linux')('trusts an authority that the system trusts, without a file', async () => {
  const gateway = await secureServer();
  const ask = `
    const { UndiciTransport } = await import(process.argv[2]);
    const transport = new UndiciTransport({
      base: new URL(process.argv[3]),
      authentication: { kind: 'none' }, tls: { verify: true }, proxy: { kind: 'none' }, timeoutMs: 30_000, rateLimit: 'unlimited',
    });
    console.log((await transport.send({ method: 'GET', path: '/x', template: '/x' })).status);
    await transport.close();`;
  const file = new URL('../../../../../src/core/http/undiciTransport.ts', import.meta.url).href;
  const script = fileBeside('ask.mjs');
  await writeFile(script, ask);
  // Where OpenSSL looks for the system's roots on Linux.
  const env = { ...process.env, SSL_CERT_FILE: certificates.files.authority };
  const { stdout } = await promisify(execFile)(process.execPath, [script, file, gateway.url], { env });
  expect(stdout.trim()).toBe('200');
});

test('gives a connection the time of the settings when they are changed', async () => {
  const gateway = await secureServer();
  const timeouts = [50, 30_000];
  // The first handshake is never answered, and the second one later than the first deadline.
  let connections = 0;
  const slow = await socketServer((socket) => {
    connections += 1;
    if (connections === 2) {
      setTimeout(() => {
        const to = connect(Number(new URL(gateway.url).port), '127.0.0.1');
        to.on('error', () => socket.destroy());
        socket.pipe(to).pipe(socket);
      }, 200);
    }
  });
  const options = { ...defaultOptions(new URL(slow.href.replace('http:', 'https:'))), tls: { verify: false } };
  const transport = new UndiciTransport(Object.defineProperty(options, 'timeoutMs', { get: () => timeouts[0] }));
  onTestFinished(() => transport.close());
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'timeout' });
  timeouts.shift();
  expect((await transport.send(get('/x'))).status).toBe(200);
});

test('reads a renewed file again after a failure', async () => {
  const gateway = await secureServer();
  const caFile = fileBeside('renewed.pem');
  const transport = transportTo(gateway.url, {}, { tls: { caFile, verify: true } });
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'fileUnreadable', path: caFile });
  await writeFile(caFile, certificates.stranger.cert);
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ problem: { kind: 'unknownAuthority' } });
  await writeFile(caFile, certificates.authority);
  expect((await transport.send(get('/x'))).status).toBe(200);
});

test.each(['inHandshake', 'byHttp', 'byHangingUp'] as const)(
  'sends a renewed client certificate with the next request, also if the old one was refused %s',
  async (refuses) => {
    const { authority, client, stranger, files } = certificates;
    const gateway = await secureServer({ clientAuthority: authority, refuses });
    const [certificateFile, keyFile] = [fileBeside(`renewed-${refuses}.pem`), fileBeside(`renewed-${refuses}.key`)];
    const show = async ({ cert, key }: Certificate) => {
      await writeFile(certificateFile, cert);
      await writeFile(keyFile, key);
    };
    const transport = transportTo(
      gateway.url,
      {},
      {
        tls: { caFile: files.authority, verify: true },
        clientCertificate: { kind: 'pem', certificateFile, keyFile },
      },
    );
    const ask = () =>
      transport.send(get('/x')).then(
        ({ status }) => status,
        () => undefined,
      );
    await show(stranger);
    expect(await ask()).toBe(refuses === 'byHttp' ? 400 : undefined);
    await show(client);
    expect(await ask()).toBe(200);
    await show(stranger);
    expect(await ask()).not.toBe(200);
  },
);

test('keeps the client certificate while its file is missing', async () => {
  const { authority, client, files } = certificates;
  const gateway = await secureServer({ clientAuthority: authority });
  const certificateFile = fileBeside('moved.pem');
  await writeFile(certificateFile, client.cert);
  const transport = transportTo(
    gateway.url,
    {},
    {
      tls: { caFile: files.authority, verify: true },
      clientCertificate: { kind: 'pem', certificateFile, keyFile: files.clientKey },
    },
  );
  expect((await transport.send(get('/x'))).status).toBe(200);
  await rename(certificateFile, `${certificateFile}.old`);
  expect((await transport.send(get('/x'))).status).toBe(200);
});

test.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'sends a client certificate, and reports that one is required without it: %s',
  async (maxVersion) => {
    const gateway = await secureServer({ clientAuthority: certificates.authority, maxVersion });
    const tls = { caFile: certificates.files.authority, verify: true };
    expect(await failureOf(transportTo(gateway.url, {}, { tls }).send(get('/x')))).toMatchObject({
      kind: 'tls',
      problem: { kind: 'clientCertificateWanted' },
    });
    const { clientCertificate: certificateFile, clientKey: keyFile } = certificates.files;
    const clientCertificate = { kind: 'pem', certificateFile, keyFile } as const;
    expect((await transportTo(gateway.url, {}, { tls, clientCertificate }).send(get('/x'))).status).toBe(200);
  },
);

/** Creates a server that requires a client certificate, and a transport with the passphrase in `entered`. */
async function protectedServer(client: 'pem' | 'pkcs12', answering?: RequestListener) {
  const { authority, files, passphrase } = certificates;
  const gateway = await secureServer({ clientAuthority: authority }, answering);
  const entered: { passphrase?: string } = { passphrase };
  const { clientCertificate: certificateFile, encryptedKey: keyFile, pkcs12: file } = files;
  const transport = transportTo(
    gateway.url,
    { secrets: secretsFor(gateway.url, entered) },
    {
      tls: { caFile: files.authority, verify: true },
      clientCertificate: client === 'pem' ? { kind: 'pem', certificateFile, keyFile } : { kind: 'pkcs12', file },
    },
  );
  return { gateway, entered, transport };
}

test.each(['pem', 'pkcs12'] as const)(
  'closes the connections of a client certificate when its passphrase is removed: %s',
  async (client) => {
    const { gateway, entered, transport } = await protectedServer(client);
    expect((await transport.send(get('/x'))).status).toBe(200);
    delete entered.passphrase;
    expect(await failureOf(transport.send(get('/x')))).toEqual({
      kind: 'secretMissing',
      origin: gateway.url,
      secret: 'passphrase',
    });
    await expect.poll(() => gateway.open()).toBe(0);
    expect(gateway.requests).toHaveLength(1);
    entered.passphrase = certificates.passphrase;
    expect((await transport.send(get('/x'))).status).toBe(200);
  },
);

test('uses a changed passphrase from the next request on', async () => {
  const { entered, transport } = await protectedServer('pem');
  expect((await transport.send(get('/x'))).status).toBe(200);
  entered.passphrase = 'another';
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({
    kind: 'fileUnusable',
    problem: 'wrongPassphrase',
  });
  entered.passphrase = certificates.passphrase;
  expect((await transport.send(get('/x'))).status).toBe(200);
});

test('keeps a response whose passphrase is removed while it arrives', async () => {
  const { promise: asked, resolve: ask } = Promise.withResolvers<void>();
  const { promise: answered, resolve: answer } = Promise.withResolvers<void>();
  const { entered, transport } = await protectedServer('pkcs12', (_request, response) => {
    ask();
    void answered.then(() => response.end('[]'));
  });
  const sending = transport.send(get('/x'));
  await asked;
  delete entered.passphrase;
  expect(await failureOf(transport.send(get('/x')))).toMatchObject({ kind: 'secretMissing' });
  answer();
  expect((await sending).status).toBe(200);
});

test('keeps connections open, at most six, and none after closing', async () => {
  const gateway = await secureServer();
  const transport = transportTo(gateway.url, {}, { tls: { caFile: certificates.files.authority, verify: true } });
  await Promise.all(Array.from({ length: 18 }, () => transport.send(get('/x'))));
  expect(gateway.open()).toBeGreaterThan(0);
  expect(gateway.open()).toBeLessThanOrEqual(6);
  await transport.close();
  await expect.poll(() => gateway.open()).toBe(0);
});

test('sends requests below the prefix of a Unix socket, which failures name', async () => {
  const server = await httpServer((request, response) => response.end(request.url));
  const gateway = await startSocketGateway(server.origin);
  const { socketPath } = gateway;
  const transport = transportTo('http://localhost/kratos', {}, { socketPath });
  expect((await transport.send(get('/x'))).body.toString()).toBe('/kratos/x');
  await transport.close();
  await expect.poll(() => gateway.open()).toBe(0);
  await gateway.close();
  expect(await failureOf(transportTo('http://localhost', {}, { socketPath }).send(get('/x')))).toMatchObject({
    kind: 'refused',
    origin: `unix:${socketPath}`,
  });
});
