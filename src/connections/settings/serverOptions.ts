import { isAbsolute } from 'node:path';
import { l10n } from 'vscode';
import type {
  Authentication,
  ClientCertificate,
  ProxyChoice,
  ServerOptions,
  TlsOptions,
} from '../../core/http/connectionOptions.ts';
import type { ConnectionEntry } from './connectionEntry.ts';
import { parseConnectionUrl } from './connectionUrl.ts';
import { checkHeaders } from './headerEntries.ts';
import { refuse } from './unusableValue.ts';

/** Returns the options of an entry's server. Refuses the entry with its first problem. */
export function serverOptions(entry: ConnectionEntry): ServerOptions {
  const { url, socketPath } = parseConnectionUrl(entry.url);
  const server: ServerOptions = {
    base: url,
    socketPath,
    authentication: authenticationOf(entry.authentication),
    clientCertificate: certificateOf(entry.clientCertificate),
    tls: tlsOf(entry),
    proxy: proxyOf(entry.proxy ?? 'automatic'),
    rateLimit: entry.rateLimit ?? 'auto',
  };
  checkCombination(entry, server);
  return server;
}

/** Returns a user name for basic authentication, which a colon would end (RFC 7617). */
export function checkedUserName(username: string): string {
  if (username === '') {
    refuse(l10n.t('The user name is missing. Enter it.'));
  }
  if (/[:\p{Cc}]/u.test(username)) {
    refuse(l10n.t('A user name cannot contain colons or control characters, and does not include the password.'));
  }
  return username;
}

function authenticationOf(entry: ConnectionEntry['authentication']): Authentication {
  switch (entry?.type) {
    case 'bearer':
      return { kind: 'bearer' };
    case 'basic':
      return { kind: 'basic', username: checkedUserName(entry.username) };
    case 'headers':
      checkHeaders(entry.headers);
      return { kind: 'headers', headers: entry.headers.map(({ name, value }) => ({ name: name.trim(), value })) };
    case 'none':
    case undefined:
      return { kind: 'none' };
  }
}

function certificateOf(entry: ConnectionEntry['clientCertificate']): ClientCertificate | undefined {
  if (entry === undefined) {
    return undefined;
  }
  const { certificateFile, keyFile, pkcs12File } = entry;
  if (certificateFile !== undefined && keyFile !== undefined && pkcs12File === undefined) {
    checkFile('clientCertificate.certificateFile', certificateFile);
    checkFile('clientCertificate.keyFile', keyFile);
    return { kind: 'pem', certificateFile, keyFile };
  }
  if (certificateFile === undefined && keyFile === undefined && pkcs12File !== undefined) {
    checkFile('clientCertificate.pkcs12File', pkcs12File);
    return { kind: 'pkcs12', file: pkcs12File };
  }
  refuse(l10n.t('“clientCertificate” requires either certificateFile and keyFile (PEM), or only pkcs12File.'));
}

function checkFile(member: string, file: string | undefined): void {
  if (file !== undefined && !isAbsolute(file)) {
    refuse(l10n.t('“{0}” must be the absolute path of a file.', member));
  }
}

function tlsOf({ production, tls: { caFile, serverName, verify = true } = {} }: ConnectionEntry): TlsOptions {
  if (!verify && production === true) {
    refuse(
      l10n.t(
        '“tls.verify” cannot be false for production: anyone on the network path could read the keys. Add the server’s root certificate in “tls.caFile” instead.',
      ),
    );
  }
  if (serverName !== undefined && !/^[\w.-]+$/.test(serverName)) {
    refuse(l10n.t('“tls.serverName” must be the host name in the server’s certificate, e.g. kratos.example.org.'));
  }
  checkFile('tls.caFile', caFile);
  return { caFile, serverName, verify };
}

function proxyOf(text: string): ProxyChoice {
  if (text === 'automatic' || text === 'none' || text === 'vscode') {
    return { kind: text };
  }
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) {
    refuse(l10n.t('“proxy” must be automatic, none, vscode or an address like http://proxy.example.org:3128.'));
  }
  if (url.password !== '') {
    refuse(
      l10n.t(
        'The proxy’s address contains a password, which must not be in settings. Remove it: you will be asked for it, and it is stored in the secret storage.',
      ),
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    refuse(l10n.t('The proxy’s address must end with its port. Remove what follows.'));
  }
  return { kind: 'this', url };
}

/** Refuses options that exclude each other. */
function checkCombination(
  { tls }: ConnectionEntry,
  { base, clientCertificate, proxy, socketPath }: ServerOptions,
): void {
  if (clientCertificate !== undefined && base.protocol !== 'https:') {
    refuse(
      l10n.t(
        'A client certificate requires an address that begins with https://. Remove “clientCertificate”, or correct “url”.',
      ),
    );
  }
  if (proxy.kind === 'vscode' && (clientCertificate !== undefined || tls !== undefined)) {
    refuse(
      l10n.t(
        'Through VS Code’s own network (“proxy”: “vscode”), client certificates and “tls” are not available. Remove one of the two.',
      ),
    );
  }
  if (socketPath !== undefined && (proxy.kind === 'this' || proxy.kind === 'vscode')) {
    refuse(l10n.t('A Unix socket is on this machine and cannot be reached through a proxy. Remove “proxy”.'));
  }
}
