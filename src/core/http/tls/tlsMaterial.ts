import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Worker } from 'node:worker_threads';
import type { ClientCertificate, ConnectionOptions, Secrets } from '../connectionOptions.ts';
import { type FileProblem, TransportError } from '../transport.ts';

/** The roots and the client certificate of a TLS connection. */
export interface TlsMaterial {
  readonly secureContext: SecureContext;
  /** Also in the context. Without it, VS Code adds roots of its own. */
  readonly ca: string[];
}

/** Read once per process, because that may take seconds. */
let roots: Promise<readonly string[]> | undefined;
/** Shared by all connections without a CA file. */
let common: Promise<TlsMaterial> | undefined;

/** The client certificate, as createSecureContext takes it. */
interface ClientIdentity {
  readonly cert?: Buffer;
  readonly key?: string;
  readonly pfx?: Buffer;
  readonly passphrase?: string;
}

/**
 * Loads the roots and the client certificate of a connection. Rejects with TransportError for a file or a passphrase.
 */
export async function loadTlsMaterial(
  { clientCertificate, tls }: Pick<ConnectionOptions, 'clientCertificate' | 'tls'>,
  passphrase: string | undefined,
  origin: string,
): Promise<TlsMaterial> {
  if (clientCertificate === undefined) {
    return loadProxyMaterial({ tls });
  }
  const [ca, identity] = await Promise.all([trusted(tls), loadIdentity(clientCertificate, passphrase, origin)]);
  const secureContext = usable(fileOf(clientCertificate), () => createSecureContext({ ca, ...identity }));
  return { ca, secureContext };
}

function fileOf(certificate: ClientCertificate): string {
  return certificate.kind === 'pem' ? certificate.certificateFile : certificate.file;
}

/** Returns the passphrase that was entered for the client certificate of the server at `origin`. */
export async function passphraseFor(
  { clientCertificate }: Pick<ConnectionOptions, 'clientCertificate'>,
  secrets: Secrets,
  origin: string,
): Promise<string | undefined> {
  const passphrase = clientCertificate === undefined ? undefined : await secrets.get('passphrase', origin);
  return passphrase === '' ? undefined : passphrase;
}

/** Loads the same roots without the client certificate, which a proxy must not see. */
export async function loadProxyMaterial({ tls }: Pick<ConnectionOptions, 'tls'>): Promise<TlsMaterial> {
  if (tls.caFile === undefined) {
    if (common === undefined) {
      common = trusted(tls).then(materialOf);
      common.catch(() => {
        common = undefined;
      });
    }
    return common;
  }
  return materialOf(await trusted(tls));
}

function materialOf(ca: string[]): TlsMaterial {
  return { ca, secureContext: createSecureContext({ ca }) };
}

async function trusted({ caFile }: ConnectionOptions['tls']): Promise<string[]> {
  const own = caFile === undefined ? [] : await authoritiesIn(caFile);
  return [...(await machineRoots()), ...own];
}

/** Returns the roots that this machine trusts, as PEM: Node's own, those of NODE_EXTRA_CA_CERTS and the system's. */
function machineRoots(): Promise<readonly string[]> {
  if (roots === undefined) {
    roots = systemRoots().then((system) => [...new Set([...getCACertificates('default'), ...system])]);
    roots.catch(() => {
      roots = undefined;
    });
  }
  return roots;
}

/**
 * Reads them in a worker, because it blocks its thread for seconds on some systems; without a worker, in this thread.
 */
function systemRoots(): Promise<readonly string[]> {
  return new Promise<readonly string[]>((resolve, reject) => {
    const worker = new Worker(
      `require('node:worker_threads').parentPort.postMessage(require('node:tls').getCACertificates('system'));`,
      // With the options of a debugged process, the worker would wait for a debugger.
      { eval: true, execArgv: [] },
    );
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('The worker ended without a response')));
  }).catch(() => getCACertificates('system'));
}

/** Reads PEM with one or more certificates, or one certificate in DER. */
async function authoritiesIn(path: string): Promise<string[]> {
  const content = await contentOf(path);
  const pem = content
    .toString('latin1')
    .match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]*-----END[^-]*-----/g);
  return usable(path, () => (pem ?? [content]).map((one) => new X509Certificate(one).toString()));
}

async function loadIdentity(
  certificate: ClientCertificate,
  passphrase: string | undefined,
  origin: string,
): Promise<ClientIdentity> {
  const protection = passphrase === undefined ? {} : { passphrase };
  switch (certificate.kind) {
    case 'pem': {
      const [cert, keyText] = await Promise.all([
        contentOf(certificate.certificateFile),
        contentOf(certificate.keyFile),
      ]);
      const leaf = usable(certificate.certificateFile, () => new X509Certificate(cert));
      const key = opened(certificate.keyFile, origin, protection, (given) =>
        createPrivateKey({ key: keyText, ...given }),
      );
      if (!leaf.checkPrivateKey(key)) {
        const detail = `not the key of ${certificate.certificateFile}`;
        throw unusable(certificate.keyFile, 'keyOfAnother', detail);
      }
      return { cert, key: pemOf(key) };
    }
    case 'pkcs12': {
      const pfx = await contentOf(certificate.file);
      const identity = { pfx, ...protection };
      opened(certificate.file, origin, protection, () => createSecureContext(identity));
      return identity;
    }
  }
}

function pemOf(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function contentOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new TransportError({ kind: 'fileUnreadable', path, detail: textOf(error) });
  }
}

/** Opens a file that may be encrypted. Throws `secretMissing` if it needs a passphrase and none was entered. */
function opened<T>(
  path: string,
  origin: string,
  protection: { readonly passphrase?: string },
  open: (protection: { readonly passphrase?: string }) => T,
): T {
  try {
    return usable(path, () => open(protection));
  } catch (error) {
    if (
      protection.passphrase === undefined &&
      error instanceof TransportError &&
      error.failure.kind === 'fileUnusable' &&
      error.failure.problem === 'wrongPassphrase'
    ) {
      throw new TransportError({ kind: 'secretMissing', origin, secret: 'passphrase' });
    }
    throw error;
  }
}

function usable<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    const detail = textOf(error);
    throw unusable(path, problemIn(detail), detail);
  }
}

function unusable(path: string, problem: FileProblem, detail: string): TransportError {
  return new TransportError({ kind: 'fileUnusable', path, problem, detail });
}

/**
 * Reads the messages of OpenSSL and of Electron's BoringSSL. An encrypted key without a passphrase is "interrupted".
 */
function problemIn(detail: string): FileProblem {
  if (/mac verify|bad.?decrypt|incorrect.?password|interrupted or cancelled|MISSING_PASSPHRASE/i.test(detail)) {
    return 'wrongPassphrase';
  }
  if (/(key|md|modulus)[ _]too[ _](small|weak|short)/i.test(detail)) {
    return 'tooWeak';
  }
  return /Unsupported PKCS12/i.test(detail) ? 'legacyEncryption' : 'notUnderstood';
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
