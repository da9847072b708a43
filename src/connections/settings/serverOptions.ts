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
import { parseConnectionUrl, type UsableUrl } from './connectionUrl.ts';
import { headersProblem } from './headerEntries.ts';

type ReadServer =
  | { readonly kind: 'usable'; readonly server: ServerOptions }
  | { readonly kind: 'unusable'; readonly problem: string };

/** Returns the options of an entry's server, or the first problem, in one sentence without secrets. */
export function serverOptions(entry: ConnectionEntry): ReadServer {
  const address = parseConnectionUrl(entry.url);
  if (address.kind === 'unusable') {
    return address;
  }
  const proxy = proxyChoice(entry.proxy ?? 'automatic');
  const problem =
    authenticationProblem(entry.authentication) ??
    certificateProblem(entry.clientCertificate) ??
    tlsProblem(entry) ??
    (typeof proxy === 'string' ? proxy : combinationProblem(entry, proxy, address));
  if (problem !== undefined || typeof proxy === 'string') {
    return { kind: 'unusable', problem: problem ?? '' };
  }
  return {
    kind: 'usable',
    server: {
      base: address.url,
      socketPath: address.socketPath,
      authentication: authenticationOf(entry.authentication),
      clientCertificate: certificateOf(entry.clientCertificate),
      tls: tlsOf(entry.tls),
      proxy,
      rateLimit: entry.rateLimit ?? 'auto',
    },
  };
}

function authenticationProblem(entry: ConnectionEntry['authentication']): string | undefined {
  switch (entry?.type) {
    case 'basic':
      return usernameProblem(entry.username);
    case 'headers':
      return headersProblem(entry.headers);
    default:
      return undefined;
  }
}

/** Returns why this cannot be a user name for basic authentication: a colon ends it (RFC 7617). */
export function usernameProblem(username: string): string | undefined {
  if (username === '') {
    return l10n.t('The user name is missing.');
  }
  return /[:\p{Cc}]/u.test(username)
    ? l10n.t('A user name cannot contain colons or control characters, and does not include the password.')
    : undefined;
}

function authenticationOf(entry: ConnectionEntry['authentication']): Authentication {
  switch (entry?.type) {
    case 'bearer':
      return { kind: 'bearer' };
    case 'basic':
      return { kind: 'basic', username: entry.username };
    case 'headers':
      return { kind: 'headers', headers: entry.headers.map(({ name, value }) => ({ name: name.trim(), value })) };
    case 'none':
    case undefined:
      return { kind: 'none' };
  }
}

function certificateProblem(entry: ConnectionEntry['clientCertificate']): string | undefined {
  if (entry === undefined) {
    return undefined;
  }
  const { certificateFile, keyFile, pkcs12File } = entry;
  const isPair = certificateFile !== undefined && keyFile !== undefined && pkcs12File === undefined;
  const isPkcs12 = certificateFile === undefined && keyFile === undefined && pkcs12File !== undefined;
  if (!isPair && !isPkcs12) {
    return l10n.t('“clientCertificate” requires either certificateFile and keyFile (PEM), or only pkcs12File.');
  }
  return (
    fileProblem('clientCertificate.certificateFile', certificateFile) ??
    fileProblem('clientCertificate.keyFile', keyFile) ??
    fileProblem('clientCertificate.pkcs12File', pkcs12File)
  );
}

function fileProblem(member: string, file: string | undefined): string | undefined {
  return file === undefined || isAbsolute(file)
    ? undefined
    : l10n.t('“{0}” must be the absolute path of a file.', member);
}

function certificateOf(entry: ConnectionEntry['clientCertificate']): ClientCertificate | undefined {
  if (entry?.pkcs12File !== undefined) {
    return { kind: 'pkcs12', file: entry.pkcs12File };
  }
  return entry?.certificateFile !== undefined && entry.keyFile !== undefined
    ? { kind: 'pem', certificateFile: entry.certificateFile, keyFile: entry.keyFile }
    : undefined;
}

function tlsProblem({ production, tls }: ConnectionEntry): string | undefined {
  if (tls?.verify === false && production === true) {
    return l10n.t(
      '“tls.verify” cannot be false for production: anyone on the network path could read the keys. Add the server’s root certificate in “tls.caFile” instead.',
    );
  }
  if (tls?.serverName !== undefined && !/^[\w.-]+$/.test(tls.serverName)) {
    return l10n.t('“tls.serverName” must be the host name in the server’s certificate, e.g. kratos.example.org.');
  }
  return fileProblem('tls.caFile', tls?.caFile);
}

function tlsOf(entry: ConnectionEntry['tls']): TlsOptions {
  return { caFile: entry?.caFile, serverName: entry?.serverName, verify: entry?.verify ?? true };
}

/** Returns the choice, or the problem of the text in one sentence. */
function proxyChoice(text: string): ProxyChoice | string {
  if (text === 'automatic' || text === 'none' || text === 'vscode') {
    return { kind: text };
  }
  const url = /^https?:\/\//i.test(text) ? URL.parse(text) : null;
  if (url === null) {
    return l10n.t('“proxy” must be automatic, none, vscode or an address like http://proxy.example.org:3128.');
  }
  if (url.password !== '') {
    return l10n.t(
      'The proxy’s address contains a password, which must not be in settings. Remove it: you will be asked for it, and it is stored in the secret storage.',
    );
  }
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    return l10n.t('The proxy’s address must end with its port. Remove what follows.');
  }
  return { kind: 'this', url };
}

/** Returns which options exclude each other. */
function combinationProblem(
  entry: ConnectionEntry,
  proxy: ProxyChoice,
  { url, socketPath }: UsableUrl,
): string | undefined {
  if (entry.clientCertificate !== undefined && url.protocol !== 'https:') {
    return l10n.t(
      'A client certificate requires an address that begins with https://. Remove “clientCertificate”, or correct “url”.',
    );
  }
  if (proxy.kind === 'vscode' && (entry.clientCertificate !== undefined || entry.tls !== undefined)) {
    return l10n.t(
      'Through VS Code’s own network (“proxy”: “vscode”), client certificates and “tls” are not available. Remove one of the two.',
    );
  }
  if (socketPath !== undefined && (proxy.kind === 'this' || proxy.kind === 'vscode')) {
    return l10n.t('A Unix socket is on this machine and cannot be reached through a proxy. Remove “proxy”.');
  }
  return undefined;
}
