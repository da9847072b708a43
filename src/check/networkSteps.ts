import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { l10n } from 'vscode';
import { serverOrigin } from '../core/http/connectionOptions.ts';
import { ProxyConnectError } from '../core/http/proxy/proxyFailure.ts';
import { systemFailure } from '../core/http/systemFailure.ts';
import { loadProxyMaterial } from '../core/http/tls/tlsMaterial.ts';
import { TransportError, type TransportFailure } from '../core/http/transport.ts';
import { isUnencrypted } from '../server/consent.ts';
import { failureText } from '../text/failureText.ts';
import { failed, ok, type StepFinding, skipped, warning } from './report.ts';
import { withDeadline } from './runSteps.ts';
import { openSocket, openTunnel, ProxyRefusal, secureSocket } from './sockets.ts';
import { type CheckedRoute, hostAndPort } from './subject.ts';

/** The time limit of each step before the first request. */
export const stepSeconds = 10;

export function checkAddress({ options }: CheckedRoute): StepFinding {
  const address = shownAddress(options.base, options.socketPath);
  if (isUnencrypted(options)) {
    return warning(
      l10n.t(
        '{0} is not encrypted: anyone on the network path can read keys and personal data. Use https:// if the server supports it.',
        address,
      ),
    );
  }
  return ok(address);
}

/** Without the path prefix of a Unix socket, which is not part of its file. */
function shownAddress(base: URL, socketPath: string | undefined): string {
  return socketPath === undefined ? base.href.replace(/\/$/, '') : `unix:${socketPath}`;
}

export function checkProxy({ options, proxy }: CheckedRoute): StepFinding {
  switch (proxy.kind) {
    case 'direct':
      return ok(l10n.t('None: {0}', directReason(proxy)));
    case 'proxy':
      return ok(
        proxy.source === 'connection'
          ? l10n.t('{0}, from the settings of this connection.', proxy.shown)
          : l10n.t('{0}, from {1}.', proxy.shown, proxy.source),
      );
    case 'unusable':
      return failed(failureText({ kind: 'proxyUnusable', proxy: proxy.shown }), [l10n.t('From {0}.', proxy.source)]);
    case 'vscode':
      return ok(
        l10n.t(
          'VS Code’s own network decides, using its proxy settings and PAC files. Its decision is not visible to extensions.',
        ),
        options.clientCertificate === undefined
          ? []
          : [l10n.t('Client certificates are not available with this setting.')],
      );
  }
}

function directReason(proxy: Extract<CheckedRoute['proxy'], { kind: 'direct' }>): string {
  switch (proxy.because) {
    case 'connection':
      return l10n.t('this connection uses no proxy.');
    case 'socket':
      return l10n.t('the server is reached through a Unix socket.');
    case 'supportOff':
      return l10n.t('http.proxySupport is off.');
    case 'loopback':
      return l10n.t('the server is on this machine.');
    case 'nothingSet':
      return l10n.t('neither http.proxy nor the environment sets one.');
    case 'noProxy':
      return l10n.t('“{0}” in {1} exempts the host.', proxy.entry, proxy.source);
  }
}

export async function checkHost(route: CheckedRoute, signal: AbortSignal): Promise<StepFinding> {
  const host = nextHost(route);
  if (host === undefined) {
    return skipped(skippedReason(route));
  }
  if (isIP(host) !== 0) {
    return skipped(l10n.t('{0} is already an IP address.', host));
  }
  return firstStep(route, signal, async (_limited, took) => {
    const found = await lookup(host, { all: true });
    const addresses = found.map(({ address }) => address);
    return ok(l10n.t('{0} resolves to {1} ({2} ms).', host, addresses.slice(0, 4).join(', '), took()));
  });
}

export async function checkPort(route: CheckedRoute, signal: AbortSignal): Promise<StepFinding> {
  if (route.proxy.kind === 'vscode') {
    return skipped(skippedReason(route));
  }
  return firstStep(route, signal, async (limited, took) => {
    const socket = await openFirst(route, limited);
    const { remoteAddress, remotePort } = socket;
    socket.destroy();
    return ok(
      remoteAddress === undefined
        ? l10n.t('{0} is open ({1} ms).', serverOrigin(route.options), took())
        : l10n.t('{0} port {1} is open ({2} ms).', remoteAddress, remotePort ?? 0, took()),
    );
  });
}

/** Runs a step towards the first host; `took` returns its milliseconds so far. */
async function firstStep(
  route: CheckedRoute,
  signal: AbortSignal,
  work: (limited: AbortSignal, took: () => number) => Promise<StepFinding>,
): Promise<StepFinding> {
  const started = performance.now();
  const took = () => Math.round(performance.now() - started);
  try {
    return await withDeadline((limited) => work(limited, took), stepSeconds, signal);
  } catch (error) {
    return failed(firstFailure(error, route, signal));
  }
}

/** Reports the proxy, the only host contacted so far, unless a file or secret of the connection is missing. */
function firstFailure(error: unknown, route: CheckedRoute, signal: AbortSignal): string {
  const { proxy } = route;
  const failure = failureOnRoute(error, route);
  if (proxy.kind !== 'proxy' || signal.aborted || error instanceof TransportError) {
    return failureText(failure);
  }
  const detail =
    failure.kind === 'timeout'
      ? l10n.t('no response within {0} seconds', stepSeconds)
      : 'detail' in failure
        ? failure.detail
        : failure.kind;
  return failureText({ kind: 'proxyUnreachable', proxy: proxy.shown, detail });
}

/** Opens a connection to the server itself, through the proxy's tunnel if there is one, for TLS. */
export async function openToServer(route: CheckedRoute, signal: AbortSignal): Promise<Socket> {
  const { proxy, options } = route;
  if (proxy.kind !== 'proxy') {
    return openFirst(route, signal);
  }
  const { host, port } = hostAndPort(options.base);
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  // Before anything is opened: without the proxy's password, requests do not connect to it either.
  const login = await route.proxyLogin();
  const socket = await openFirst(route, signal);
  return destroyOnFailure(socket, async () => {
    await openTunnel(socket, authority, login?.authorization, signal);
    return socket;
  });
}

/** Returns why a step failed, as a request would report it. */
export function failureOnRoute(error: unknown, { proxy, options }: CheckedRoute): TransportFailure {
  const origin = serverOrigin(options);
  if (error instanceof TransportError) {
    return error.failure;
  }
  if (proxy.kind === 'proxy' && error instanceof ProxyRefusal) {
    return error.status === 407
      ? { kind: 'proxyLogin', proxy: proxy.shown }
      : { kind: 'proxyRefused', proxy: proxy.shown, origin, status: error.status };
  }
  return systemFailure(error, {
    origin,
    seconds: stepSeconds,
    inBody: false,
    proxy: proxy.kind === 'proxy' ? proxy.shown : undefined,
    sendsCertificate: options.clientCertificate !== undefined,
  });
}

/** Opens the first connection: to the proxy, the socket file or the server. */
async function openFirst({ options, proxy }: CheckedRoute, signal: AbortSignal): Promise<Socket> {
  if (options.socketPath !== undefined) {
    return openSocket({ path: options.socketPath }, signal);
  }
  if (proxy.kind !== 'proxy') {
    return openSocket({ ...hostAndPort(options.base), autoSelectFamily: true }, signal);
  }
  const end = hostAndPort(proxy.url);
  const material = proxy.url.protocol === 'http:' ? undefined : await loadProxyMaterial(options);
  try {
    const socket = await openSocket({ ...end, autoSelectFamily: true }, signal);
    return material === undefined
      ? socket
      : await destroyOnFailure(socket, () => secureSocket({ socket, ...material, ...serverName(end.host) }, signal));
  } catch (error) {
    throw new ProxyConnectError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** Destroys the socket if `work` fails. */
async function destroyOnFailure(socket: Socket, work: () => Promise<Socket>): Promise<Socket> {
  try {
    return await work();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** Without a server name for IP addresses, which SNI does not allow. */
export function serverName(host: string): { readonly host: string; readonly servername?: string } {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

/** Returns the host that is resolved first; undefined if none is. */
function nextHost({ options, proxy }: CheckedRoute): string | undefined {
  if (options.socketPath !== undefined || proxy.kind === 'vscode') {
    return undefined;
  }
  return hostAndPort(proxy.kind === 'proxy' ? proxy.url : options.base).host;
}

export function skippedReason({ proxy }: CheckedRoute): string {
  return proxy.kind === 'vscode'
    ? l10n.t('VS Code’s own network does this.')
    : l10n.t('The server is reached through a Unix socket.');
}
