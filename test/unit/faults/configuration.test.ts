import { X509Certificate } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import type { ConnectionOptions } from '../../../src/core/http/connectionOptions.ts';
import type { Failure } from '../../../src/core/kratos/failure.ts';
import { type Certificates, makeCertificates } from '../../gateways/certificates.ts';
import { directoryOver } from '../core/directory/directoryOver.ts';
import { Site } from './site.ts';
import { transportOf } from './transportOf.ts';

let certificates: Certificates;

beforeAll(async () => {
  certificates = await makeCertificates();
});

afterAll(() => certificates.close());

/** Resolves to the failure of a connection to `site` with wrong options. */
async function failureOf(
  site: Site,
  wrong: Partial<ConnectionOptions>,
  secrets: readonly (readonly ['passphrase' | 'proxyPassword', string])[] = [],
): Promise<Failure | undefined> {
  onTestFinished(() => site.close());
  for (const [name, value] of secrets) {
    site.secrets.set(name, value);
  }
  const transport = transportOf({ ...site.options(), ...wrong }, site.secrets);
  const directory = directoryOver(transport, { pageSize: () => 10 });
  onTestFinished(() => directory.dispose());
  await directory.identities.open();
  const { phase } = directory.identities.state;
  return phase.kind === 'failed' ? phase.failure : undefined;
}

async function fileWith(content: string | Buffer): Promise<string> {
  const path = join(dirname(certificates.files.authority), `file-${content.length}`);
  await writeFile(path, content);
  return path;
}

test('reports a missing CA file', async () => {
  const caFile = join(dirname(certificates.files.authority), 'missing.pem');
  const site = await Site.open('https', certificates);
  expect(await failureOf(site, { tls: { caFile, verify: true } })).toMatchObject({
    kind: 'fileUnreadable',
    path: caFile,
  });
  expect(site.demo.requests).toEqual([]);
});

test('reports a CA file in another format', async () => {
  const caFile = await fileWith('not a certificate');
  const site = await Site.open('https', certificates);
  expect(await failureOf(site, { tls: { caFile, verify: true } })).toMatchObject({
    kind: 'fileUnusable',
    path: caFile,
    problem: 'notUnderstood',
  });
});

test.each(['pkcs12', 'pem'] as const)('reports a %s client certificate with a wrong passphrase', async (kind) => {
  const { clientCertificate: certificateFile, encryptedKey: keyFile, pkcs12: file } = certificates.files;
  const clientCertificate = kind === 'pem' ? ({ kind, certificateFile, keyFile } as const) : ({ kind, file } as const);
  const site = await Site.open('mutual', certificates);
  expect(await failureOf(site, { clientCertificate }, [['passphrase', 'wrong horse']])).toMatchObject({
    kind: 'fileUnusable',
    problem: 'wrongPassphrase',
  });
});

test('reports an encrypted client certificate without its passphrase', async () => {
  const site = await Site.open('mutual', certificates);
  const clientCertificate = { kind: 'pkcs12', file: certificates.files.pkcs12 } as const;
  expect(await failureOf(site, { clientCertificate })).toMatchObject({ kind: 'secretMissing', secret: 'passphrase' });
});

test.each(['pkcs12', 'pem'] as const)('accepts a %s client certificate with its passphrase', async (kind) => {
  const { clientCertificate: certificateFile, encryptedKey: keyFile, pkcs12: file } = certificates.files;
  const clientCertificate = kind === 'pem' ? ({ kind, certificateFile, keyFile } as const) : ({ kind, file } as const);
  const site = await Site.open('mutual', certificates);
  expect(await failureOf(site, { clientCertificate }, [['passphrase', certificates.passphrase]])).toBeUndefined();
});

test('reports a PKCS#12 file with an unsupported encryption', async () => {
  const site = await Site.open('mutual', certificates);
  const clientCertificate = { kind: 'pkcs12', file: certificates.files.oldPkcs12 } as const;
  expect(await failureOf(site, { clientCertificate }, [['passphrase', certificates.passphrase]])).toMatchObject({
    kind: 'fileUnusable',
    problem: 'legacyEncryption',
  });
});

test('reports a key for another certificate', async () => {
  const keyFile = await fileWith(certificates.server.key);
  const clientCertificate = {
    kind: 'pem',
    certificateFile: certificates.files.clientCertificate,
    keyFile,
  } as const;
  const site = await Site.open('mutual', certificates);
  expect(await failureOf(site, { clientCertificate })).toMatchObject({
    kind: 'fileUnusable',
    path: keyFile,
    problem: 'keyOfAnother',
  });
});

test('reports a client certificate with a short key', async () => {
  const { cert, key } = certificates.weakClient;
  const clientCertificate = {
    kind: 'pem',
    certificateFile: await fileWith(cert),
    keyFile: await fileWith(key),
  } as const;
  const site = await Site.open('mutual', certificates);
  expect(await failureOf(site, { clientCertificate })).toMatchObject({
    kind: 'fileUnusable',
    path: clientCertificate.certificateFile,
    problem: 'tooWeak',
  });
  expect(site.demo.requests).toEqual([]);
});

test('reports a client certificate in DER instead of PEM', async () => {
  const { clientKey: keyFile } = certificates.files;
  const certificateFile = await fileWith(new X509Certificate(certificates.client.cert).raw);
  const site = await Site.open('mutual', certificates);
  expect(await failureOf(site, { clientCertificate: { kind: 'pem', certificateFile, keyFile } })).toMatchObject({
    kind: 'fileUnusable',
    path: certificateFile,
    problem: 'notUnderstood',
  });
});

test('reports an unknown kind of proxy', async () => {
  const site = await Site.open('http', certificates);
  const proxy = { kind: 'this', url: new URL('socks5://127.0.0.1:1080') } as const;
  expect(await failureOf(site, { proxy })).toMatchObject({ kind: 'proxyUnusable' });
  expect(site.demo.requests).toEqual([]);
});

test('reports an unknown host name', async () => {
  const site = await Site.open('http', certificates);
  const base = new URL('http://kratos.invalid');
  expect(await failureOf(site, { base })).toMatchObject({ kind: 'hostNotFound', origin: 'http://kratos.invalid' });
});

test('accepts the certificate of a host if its name is the server name of the connection', async () => {
  const site = await Site.open('https', certificates);
  await site.show(certificates.wrongName);
  const tls = { caFile: certificates.files.authority, serverName: 'kratos.internal', verify: true };
  expect(await failureOf(site, { tls })).toBeUndefined();
});

test.each(['stranger', 'expired', 'wrongName'] as const)(
  'accepts the %s certificate without verification',
  async (name) => {
    const site = await Site.open('https', certificates);
    await site.show(certificates[name]);
    expect(await failureOf(site, { tls: { verify: false } })).toBeUndefined();
  },
);
