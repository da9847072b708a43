import { lookup } from 'node:dns/promises';
import { isIP, type Socket } from 'node:net';
import { l10n } from 'vscode';
import { serverOrigin } from '../http/connectionOptions.ts';
import { ProxyConnectError } from '../http/proxy/proxyFailure.ts';
import { loadProxyMaterial } from '../http/tls/tlsMaterial.ts';
import { TransportError, type TransportFailure } from '../http/transport.ts';
import { failureText } from '../presentation/failureText.ts';
import { isUnencrypted } from '../server/consent.ts';
import { withDeadline } from './deadline.ts';
import { type Finding, failed, ok, skipped, warning } from './report.ts';
import { openSocket, openTunnel, ProxyRefusal, secureSocket } from './sockets.ts';
import { endOf, transportFailureOf, type Way } from './subject.ts';

/** A step of the way takes this long at most, even where requests may take longer. */
export const stepSeconds = 10;

export function lookAtAddress({ options }: Way): Finding {
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

/** The prefix of a Unix socket's paths is no part of its file. */
function shownAddress(base: URL, socketPath: string | undefined): string {
  return socketPath === undefined ? base.href.replace(/\/$/, '') : `unix:${socketPath}`;
}

export function lookAtProxy({ options, proxy }: Way): Finding {
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
        options.clientCertificate === undefined ? [] : [l10n.t('Client certificates are not available this way.')],
      );
  }
}

function directReason(proxy: Extract<Way['proxy'], { kind: 'direct' }>): string {
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

export async function lookUpHost(way: Way, signal: AbortSignal): Promise<Finding> {
  const host = nextHost(way);
  if (host === undefined) {
    return skipped(skippedWay(way));
  }
  if (isIP(host) !== 0) {
    return skipped(l10n.t('{0} is already an IP address.', host));
  }
  const started = performance.now();
  try {
    const found = await withDeadline(() => lookup(host, { all: true }), stepSeconds, signal);
    const addresses = found.map(({ address }) => address);
    const took = Math.round(performance.now() - started);
    return ok(l10n.t('{0} resolves to {1} ({2} ms).', host, addresses.slice(0, 4).join(', '), took));
  } catch (error) {
    return failed(firstFailure(error, way, signal));
  }
}

export async function connectTo(way: Way, signal: AbortSignal): Promise<Finding> {
  if (way.proxy.kind === 'vscode') {
    return skipped(skippedWay(way));
  }
  const started = performance.now();
  try {
    return await withDeadline(
      async (limited) => {
        const socket = await openFirst(way, limited);
        const { remoteAddress, remotePort } = socket;
        socket.destroy();
        const took = Math.round(performance.now() - started);
        return ok(
          remoteAddress === undefined
            ? l10n.t('{0} is open ({1} ms).', serverOrigin(way.options), took)
            : l10n.t('{0} port {1} is open ({2} ms).', remoteAddress, remotePort ?? 0, took),
        );
      },
      stepSeconds,
      signal,
    );
  } catch (error) {
    return failed(firstFailure(error, way, signal));
  }
}

/** Where only the proxy was contacted, the failure is the proxy's, unless a file or secret of the connection is missing. */
function firstFailure(error: unknown, way: Way, signal: AbortSignal): string {
  const { proxy } = way;
  if (proxy.kind !== 'proxy' || signal.aborted || error instanceof TransportError) {
    return wayFailure(error, way);
  }
  const failure = transportFailureOf(error, way, stepSeconds);
  const detail =
    failure.kind === 'timeout'
      ? l10n.t('no answer within {0} seconds', stepSeconds)
      : 'detail' in failure
        ? failure.detail
        : failure.kind;
  return failureText({ kind: 'proxyUnreachable', proxy: proxy.shown, detail });
}

/** A connection to the server itself, through the proxy's tunnel where there is one: what TLS begins on. */
export async function openToServer(way: Way, signal: AbortSignal): Promise<Socket> {
  const { proxy, options } = way;
  if (proxy.kind !== 'proxy') {
    return openFirst(way, signal);
  }
  const { host, port } = endOf(options.base);
  const authority = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  // Before anything is open: without its password the proxy is not even connected to, as requests would not.
  const login = await way.proxyLogin();
  const socket = await openFirst(way, signal);
  return destroyedOnFailure(socket, async () => {
    await openTunnel(socket, authority, login?.authorization, signal);
    return socket;
  });
}

/** What went wrong on the way, where a proxy may have been in it. */
export function wayFailure(error: unknown, way: Way): string {
  return failureText(failureOnWay(error, way));
}

function failureOnWay(error: unknown, way: Way): TransportFailure {
  const { proxy, options } = way;
  if (proxy.kind === 'proxy' && error instanceof ProxyRefusal) {
    return error.status === 407
      ? { kind: 'proxyLogin', proxy: proxy.shown }
      : { kind: 'proxyRefused', proxy: proxy.shown, origin: serverOrigin(options), status: error.status };
  }
  return transportFailureOf(error, way, stepSeconds);
}

/** The first connection of the way: to the proxy, to the socket file or to the server. */
async function openFirst({ options, proxy }: Way, signal: AbortSignal): Promise<Socket> {
  if (options.socketPath !== undefined) {
    return openSocket({ path: options.socketPath }, signal);
  }
  if (proxy.kind !== 'proxy') {
    return openSocket({ ...endOf(options.base), autoSelectFamily: true }, signal);
  }
  const end = endOf(proxy.url);
  const material = proxy.url.protocol === 'http:' ? undefined : await loadProxyMaterial(options);
  try {
    const socket = await openSocket({ ...end, autoSelectFamily: true }, signal);
    return material === undefined
      ? socket
      : await destroyedOnFailure(socket, () => secureSocket({ socket, ...material, ...serverName(end.host) }, signal));
  } catch (error) {
    throw new ProxyConnectError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** What `work` makes of the socket; a socket that nothing could be made of stays open for nobody. */
async function destroyedOnFailure(socket: Socket, work: () => Promise<Socket>): Promise<Socket> {
  try {
    return await work();
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

/** SNI holds host names alone. */
export function serverName(host: string): { readonly host: string; readonly servername?: string } {
  return isIP(host) === 0 ? { host, servername: host } : { host };
}

/** Whose name is looked up first; undefined where none is. */
function nextHost({ options, proxy }: Way): string | undefined {
  if (options.socketPath !== undefined || proxy.kind === 'vscode') {
    return undefined;
  }
  return endOf(proxy.kind === 'proxy' ? proxy.url : options.base).host;
}

export function skippedWay({ proxy }: Way): string {
  return proxy.kind === 'vscode'
    ? l10n.t('VS Code’s own network does this.')
    : l10n.t('The server is reached through a Unix socket.');
}
