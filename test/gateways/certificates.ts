import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import forge from 'node-forge';

export interface Certificate {
  /** PEM. */
  readonly cert: string;
  readonly key: string;
}

/** The certificates of a private authority, generated for each run so that none in the project can expire. */
export interface Certificates {
  /** The authority's certificate as PEM. */
  readonly authority: string;
  /** For localhost and 127.0.0.1. */
  readonly server: Certificate;
  /** Like `server`, but expired yesterday. */
  readonly expired: Certificate;
  /** Like `server`, but valid from tomorrow. */
  readonly notYet: Certificate;
  /** For kratos.internal only. */
  readonly wrongName: Certificate;
  /** For localhost and 127.0.0.1, signed by an unknown authority. */
  readonly stranger: Certificate;
  readonly client: Certificate;
  /** Like `client`, with a key of 1024 bits, which OpenSSL refuses. */
  readonly weakClient: Certificate;
  /** The passphrase of `encryptedKey` and `pkcs12`. */
  readonly passphrase: string;
  /** The paths of the same as files. */
  readonly files: {
    readonly authority: string;
    readonly clientCertificate: string;
    readonly clientKey: string;
    readonly encryptedKey: string;
    readonly pkcs12: string;
    /** With an old encryption (RC2 of 40 bits), which OpenSSL refuses. */
    readonly oldPkcs12: string;
  };
  /** Removes the files. */
  close(): Promise<void>;
}

interface Wanted {
  readonly commonName: string;
  readonly hosts?: readonly string[];
  readonly addresses?: readonly string[];
  /** Milliseconds from now; by default from yesterday for a month. */
  readonly validFrom?: number;
  readonly validUntil?: number;
  readonly authority?: boolean;
  /** The size of its key, 2048 by default. */
  readonly bits?: number;
}

const day = 24 * 60 * 60 * 1000;
const loopback = { commonName: 'localhost', hosts: ['localhost'], addresses: ['127.0.0.1', '::1'] };

/** What was issued in this process, by the passphrase. */
const issued = new Map<string, ReturnType<typeof issueAll>>();

/** Creates the certificates, which takes about half a second the first time, and writes their files. */
export async function makeCertificates(passphrase = 'correct horse'): Promise<Certificates> {
  const all = issued.get(passphrase) ?? issueAll(passphrase);
  issued.set(passphrase, all);
  const { contents, ...certificates } = all;
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const file = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  return {
    ...certificates,
    files: {
      authority: await file('authority.pem', contents.authority),
      clientCertificate: await file('client.pem', contents.clientCertificate),
      clientKey: await file('client-key.pem', contents.clientKey),
      encryptedKey: await file('client-key-encrypted.pem', contents.encryptedKey),
      pkcs12: await file('client.p12', contents.pkcs12),
      oldPkcs12: await file('client-old.p12', contents.oldPkcs12),
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function issueAll(passphrase: string) {
  const authority = issue({ commonName: 'Kratos Explorer test authority', authority: true });
  const unknown = issue({ commonName: 'Unknown authority', authority: true });
  const client = issue({ commonName: 'on-call' }, authority);
  return {
    authority: authority.cert,
    server: issue(loopback, authority),
    expired: issue({ ...loopback, validFrom: -2 * day, validUntil: -day }, authority),
    notYet: issue({ ...loopback, validFrom: day }, authority),
    wrongName: issue({ commonName: 'kratos.internal', hosts: ['kratos.internal'] }, authority),
    stranger: issue(loopback, unknown),
    client,
    weakClient: issue({ commonName: 'on-call', bits: 1024 }, authority),
    passphrase,
    contents: {
      authority: authority.cert,
      clientCertificate: client.cert,
      clientKey: client.key,
      encryptedKey: encrypted(client.key, passphrase),
      pkcs12: pkcs12(client, passphrase, { algorithm: 'aes256' }),
      oldPkcs12: oldPkcs12(client, passphrase),
    },
  };
}

/** Creates a certificate that is signed by `issuer`, or by itself. */
function issue(wanted: Wanted, issuer?: Certificate): Certificate {
  // Node's keys: forge generates primes slowly in JavaScript.
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: wanted.bits ?? 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  const { pki, md } = forge;
  const certificate = pki.createCertificate();
  certificate.publicKey = pki.publicKeyFromPem(publicKey);
  certificate.serialNumber = `01${randomBytes(8).toString('hex')}`;
  certificate.validity.notBefore = new Date(Date.now() + (wanted.validFrom ?? -day));
  certificate.validity.notAfter = new Date(Date.now() + (wanted.validUntil ?? 30 * day));
  const subject = [{ name: 'commonName', value: wanted.commonName }];
  certificate.setSubject(subject);
  certificate.setIssuer(issuer === undefined ? subject : pki.certificateFromPem(issuer.cert).subject.attributes);
  certificate.setExtensions([
    { name: 'basicConstraints', critical: true, cA: wanted.authority === true },
    wanted.authority === true
      ? { name: 'keyUsage', critical: true, keyCertSign: true, cRLSign: true }
      : { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
    ...namesOf(wanted),
  ]);
  certificate.sign(pki.privateKeyFromPem(issuer?.key ?? privateKey), md.sha256.create());
  return { cert: pki.certificateToPem(certificate), key: privateKey };
}

function namesOf({ hosts = [], addresses = [] }: Wanted) {
  const altNames = [...hosts.map((value) => ({ type: 2, value })), ...addresses.map((ip) => ({ type: 7, ip }))];
  return altNames.length === 0 ? [] : [{ name: 'subjectAltName', altNames }];
}

function encrypted(key: string, passphrase: string): string {
  return forge.pki.encryptRsaPrivateKey(forge.pki.privateKeyFromPem(key), passphrase, { algorithm: 'aes256' });
}

type Pkcs12Options = Parameters<typeof forge.pkcs12.toPkcs12Asn1>[3];

function pkcs12({ cert, key }: Certificate, passphrase: string, options: Pkcs12Options): Buffer {
  const { pki, pkcs12: format, asn1 } = forge;
  const packed = format.toPkcs12Asn1(pki.privateKeyFromPem(key), pki.certificateFromPem(cert), passphrase, options);
  return Buffer.from(asn1.toDer(packed).getBytes(), 'binary');
}

/**
 * Labels a file with the old encryption without encrypting it: no library writes such files, and no checksum is
 * checked.
 */
function oldPkcs12(certificate: Certificate, passphrase: string): Buffer {
  const packed = pkcs12(certificate, passphrase, { algorithm: '3des', useMac: false });
  const tripleDes = forge.asn1.oidToDer('1.2.840.113549.1.12.1.3').getBytes();
  const rc2 = forge.asn1.oidToDer('1.2.840.113549.1.12.1.6').getBytes();
  return Buffer.from(packed.toString('binary').replace(tripleDes, rc2), 'binary');
}
