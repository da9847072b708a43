import type { ConnectionOptions, EnvironmentVariables, NetworkSettings } from '../connectionOptions.ts';
import { isLoopback } from './loopback.ts';
import { noProxyEntry } from './noProxy.ts';

/** Which proxy requests use, and what decided it. */
export type ChosenProxy =
  | { readonly kind: 'direct'; readonly because: 'connection' | 'socket' | 'supportOff' | 'loopback' | 'nothingSet' }
  /** `entry` of `source` matches the host. */
  | { readonly kind: 'direct'; readonly because: 'noProxy'; readonly source: string; readonly entry: string }
  /** `source` is "connection", "http.proxy" or the variable's name; `shown` is the address without its log-in. */
  | { readonly kind: 'proxy'; readonly url: URL; readonly shown: string; readonly source: string }
  /** `source` is not the address of an HTTP proxy. */
  | { readonly kind: 'unusable'; readonly shown: string; readonly source: string }
  /** VS Code decides. */
  | { readonly kind: 'vscode' };

/**
 * Decides as VS Code does: no proxy for this machine; http.noProxy, or NO_PROXY if that is empty; then http.proxy; then
 * the environment's proxy for the scheme. A connection's own proxy is always used.
 */
export function chosenProxy(
  { base, proxy, socketPath }: Pick<ConnectionOptions, 'base' | 'proxy' | 'socketPath'>,
  network: NetworkSettings,
  environment: EnvironmentVariables,
): ChosenProxy {
  if (socketPath !== undefined) {
    return { kind: 'direct', because: 'socket' };
  }
  switch (proxy.kind) {
    case 'none':
      return { kind: 'direct', because: 'connection' };
    case 'this':
      return proxyAt(proxy.url.href, 'connection');
    case 'vscode':
      return { kind: 'vscode' };
    case 'automatic':
      return automatic(base, network, environment);
  }
}

function automatic(base: URL, network: NetworkSettings, environment: EnvironmentVariables): ChosenProxy {
  if (!network.proxySupport) {
    return { kind: 'direct', because: 'supportOff' };
  }
  if (isLoopback(base)) {
    return { kind: 'direct', because: 'loopback' };
  }
  const exceptions = exceptionsFrom(network, environment);
  const entry = noProxyEntry(exceptions.entries, base);
  if (entry !== undefined) {
    return { kind: 'direct', because: 'noProxy', source: exceptions.source, entry };
  }
  const setting = network.proxy?.trim() ?? '';
  if (setting !== '') {
    return proxyAt(setting, 'http.proxy');
  }
  const variable = variableOf(environment, base.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
  return variable === undefined ? { kind: 'direct', because: 'nothingSet' } : proxyAt(variable.value, variable.name);
}

function exceptionsFrom(network: NetworkSettings, environment: EnvironmentVariables) {
  if (network.noProxy.some((entry) => entry.trim() !== '')) {
    return { entries: network.noProxy, source: 'http.noProxy' };
  }
  const variable = variableOf(environment, 'no_proxy');
  return { entries: variable?.value.split(/[,\s]+/) ?? [], source: variable?.name ?? 'NO_PROXY' };
}

/** Prefers the lower-case variable, as curl does. */
function variableOf(environment: EnvironmentVariables, name: string): { name: string; value: string } | undefined {
  for (const candidate of [name, name.toUpperCase()]) {
    const value = environment[candidate]?.trim() ?? '';
    if (value !== '') {
      return { name: candidate, value };
    }
  }
  return undefined;
}

/** Variables often omit http://. */
function proxyAt(text: string, source: string): ChosenProxy {
  const url = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`);
  if (url !== null && (url.protocol === 'http:' || url.protocol === 'https:')) {
    return { kind: 'proxy', url, shown: url.origin, source };
  }
  return { kind: 'unusable', shown: url === null ? '' : `${url.protocol}//${url.host}`, source };
}
