import { arch, platform, release } from 'node:os';
import { type Extension, ExtensionKind, env, l10n, UIKind, version } from 'vscode';
import type { Connection, InvalidConnection } from '../connections/connection.ts';
import { isOryNetwork } from '../connections/connectionFacts.ts';
import type { Connections, Servers } from '../connections/connections.ts';
import { isLoopback } from '../core/http/proxy/loopback.ts';
import type { Failure } from '../core/kratos/failure.ts';
import { showDone } from '../platform/statusMessages.ts';

interface SupportParts {
  readonly connections: Pick<Connections, 'list' | 'directory'> & Servers;
  readonly extension: Pick<Extension<unknown>, 'packageJSON' | 'extensionKind'>;
}

const versionMs = 3000;

/** Copies what maintainers ask for first, and says so in the status bar. */
export async function copySupportInformation(parts: SupportParts): Promise<void> {
  await env.clipboard.writeText(await supportInformation(parts));
  showDone(l10n.t('Copied the support information'));
}

/**
 * Returns the versions, the kinds of connections and the failures of this window as Markdown. Of settings and responses
 * it contains only fixed words and numbers: no address, name, id or text. Not localized, because it is for an issue.
 */
export async function supportInformation({ connections, extension }: SupportParts): Promise<string> {
  const lines = [
    `Kratos Explorer ${extension.packageJSON.version}`,
    `VS Code ${version} (${env.appName}${env.uiKind === UIKind.Web ? ', in a browser' : ''}), language ${env.language}`,
    `${platform()} ${arch()} ${/^[\d.]*/.exec(release())?.[0]}, Node.js ${process.versions.node}`,
    `Remote: ${remoteKind()}; runs ${extension.extensionKind === ExtensionKind.UI ? 'locally' : 'beside the workspace'}`,
    ...(await Promise.all(connections.list.map((entry, index) => connectionText(entry, index + 1, connections)))),
  ];
  return `${lines.map((line) => `- ${line}`).join('\n')}\n`;
}

/** The kinds of remotes. Of others, the name may be an address. */
const remoteKinds = ['ssh-remote', 'wsl', 'dev-container', 'attached-container', 'codespaces', 'tunnel'];

function remoteKind(): string {
  const { remoteName } = env;
  return remoteName === undefined ? 'none' : remoteKinds.includes(remoteName) ? remoteName : 'other';
}

async function connectionText(
  entry: Connection | InvalidConnection,
  number: number,
  connections: SupportParts['connections'],
): Promise<string> {
  const start = `Connection ${number}: `;
  if (entry.kind === 'invalid') {
    return `${start}invalid entry`;
  }
  const directory = connections.directory(entry.id);
  const phase = directory?.identities.state.phase;
  const reported =
    phase?.kind === 'ready'
      ? await directory?.serverVersion(AbortSignal.timeout(versionMs)).catch(() => undefined)
      : undefined;
  const failures = [...(connections.server(entry.id)?.failures ?? [])].map(([kind, count]) => `${kind} × ${count}`);
  return [
    start + (entry.kind === 'demo' ? 'demo' : kindsOf(entry).join(', ')),
    `version ${versionText(reported)}`,
    `list of identities ${phase?.kind === 'failed' ? `failed: ${failureKind(phase.failure)}` : phase?.kind}`,
    `failures ${failures.length === 0 ? 'none' : failures.join(', ')}`,
  ].join('; ');
}

/** A gateway may report any text as the version. */
function versionText(reported: string | undefined): string {
  if (reported === undefined) {
    return 'unknown';
  }
  return /^(?:v?\d{1,4}(?:\.\d{1,4}){1,3}(?:-(?:alpha|beta|pre|rc)[.\d]{0,8})?|master)$/.test(reported)
    ? reported
    : 'other';
}

function kindsOf({ server, ...connection }: Extract<Connection, { kind: 'configured' }>): readonly string[] {
  const { authentication, base, clientCertificate, proxy, socketPath, tls } = server;
  const place = isOryNetwork(server) ? 'Ory Network' : isLoopback(base) ? 'this machine' : 'another host';
  const kinds: readonly (string | false | undefined)[] = [
    socketPath === undefined ? `${place}, ${base.protocol.slice(0, -1)}` : 'Unix socket',
    base.pathname !== '/' && 'path prefix',
    `authentication ${authentication.kind}`,
    clientCertificate && `client certificate ${clientCertificate.kind}`,
    tls.caFile !== undefined && 'own CA',
    tls.serverName !== undefined && 'server name',
    !tls.verify && 'certificate not checked',
    `proxy ${proxy.kind}`,
    `rate limit ${server.rateLimit}`,
    connection.production && 'production',
    connection.writable && 'writable',
  ];
  return kinds.filter((kind) => typeof kind === 'string');
}

function failureKind(failure: Failure): string {
  switch (failure.kind) {
    case 'tls':
      return `${failure.kind} ${failure.problem.kind}`;
    case 'notKratos':
      return `${failure.kind} ${failure.found.what} ${failure.status}`;
    default:
      return failure.kind;
  }
}
