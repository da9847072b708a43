import { stat } from 'node:fs/promises';
import type { ConnectionOptions } from '../connectionOptions.ts';

/**
 * Tells whether the files that a connection is made with have been renewed: another text then. Undefined where one of them
 * cannot be looked at, as while it is being put in another's place.
 */
export async function fileStamp({
  clientCertificate,
  tls,
}: Pick<ConnectionOptions, 'clientCertificate' | 'tls'>): Promise<string | undefined> {
  const files = [tls.caFile, ...filesOf(clientCertificate)].filter((file) => file !== undefined);
  try {
    return (await Promise.all(files.map(stampOf))).join();
  } catch {
    return undefined;
  }
}

function filesOf(certificate: ConnectionOptions['clientCertificate']): readonly string[] {
  switch (certificate?.kind) {
    case 'pem':
      return [certificate.certificateFile, certificate.keyFile];
    case 'pkcs12':
      return [certificate.file];
    case undefined:
      return [];
  }
}

/** Of the file itself where the path is a link to it: renewals often put another link in its place. */
async function stampOf(file: string): Promise<string> {
  const { dev, ino, size, mtimeMs, ctimeMs } = await stat(file);
  return [dev, ino, size, mtimeMs, ctimeMs].join('/');
}
