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
}

const day = 24 * 60 * 60 * 1000;
const loopback = { commonName: 'localhost', hosts: ['localhost'], addresses: ['127.0.0.1', '::1'] };

let issued: ReturnType<typeof issueAll> | undefined;

/** The encrypted files of the client, by the passphrase. */
const encryptedFiles = new Map<string, ReturnType<typeof encryptAll>>();

/** Creates the certificates, which takes about half a second the first time, and writes their files. */
export async function makeCertificates(passphrase = 'correct horse'): Promise<Certificates> {
  issued ??= issueAll();
  const { authority, client } = issued;
  const { encryptedKey, current, old } = encryptedFiles.get(passphrase) ?? encryptAll(client, passphrase);
  encryptedFiles.set(passphrase, { encryptedKey, current, old });
  const folder = await mkdtemp(join(tmpdir(), 'certificates-'));
  const file = async (name: string, content: string | Buffer) => {
    const path = join(folder, name);
    await writeFile(path, content, { mode: 0o600 });
    return path;
  };
  return {
    ...issued,
    passphrase,
    files: {
      authority: await file('authority.pem', authority),
      clientCertificate: await file('client.pem', client.cert),
      clientKey: await file('client-key.pem', client.key),
      encryptedKey: await file('client-key-encrypted.pem', encryptedKey),
      pkcs12: await file('client.p12', current),
      oldPkcs12: await file('client-old.p12', old),
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

function issueAll() {
  const authority = issue({ commonName: 'Kratos Explorer test authority', authority: true });
  const unknown = issue({ commonName: 'Unknown authority', authority: true });
  // One for all servers, as a pair takes a tenth of a second.
  const keys = makeKeyPair();
  return {
    authority: authority.cert,
    server: issue(loopback, authority, keys),
    expired: issue({ ...loopback, validFrom: -2 * day, validUntil: -day }, authority, keys),
    notYet: issue({ ...loopback, validFrom: day }, authority, keys),
    wrongName: issue({ commonName: 'kratos.internal', hosts: ['kratos.internal'] }, authority, keys),
    stranger: issue(loopback, unknown, keys),
    client: issue({ commonName: 'on-call' }, authority),
    weakClient: issue({ commonName: 'on-call' }, authority, makeKeyPair(1024)),
  };
}

function encryptAll(client: Certificate, passphrase: string) {
  return {
    encryptedKey: encrypted(client.key, passphrase),
    current: pkcs12(client, passphrase, { algorithm: 'aes256' }),
    old: oldPkcs12(client, passphrase),
  };
}

/** Creates keys by Node.js, because forge generates primes slowly in JavaScript. */
function makeKeyPair(modulusLength = 2048) {
  return generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
}

/** Creates a certificate that is signed by `issuer`, or by itself. */
function issue(wanted: Wanted, issuer?: Certificate, keys = makeKeyPair()): Certificate {
  const { publicKey, privateKey } = keys;
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
