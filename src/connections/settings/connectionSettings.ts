import { ConfigurationTarget, type Disposable, workspace } from 'vscode';
import type { NetworkSettings } from '../../http/connectionOptions.ts';

/** The settings that connections come from. Only a person's own values count: a workspace must not choose an address. */
export interface ConnectionSettings {
  /** The value of kratosExplorer.connections as it is written, unchecked; undefined while it is not. */
  connections(): unknown;
  writeConnections(value: readonly unknown[]): Promise<void>;
  onDidChangeConnections(listener: () => void): Disposable;
  /** kratosExplorer.pageSize, within its bounds whatever was written. */
  pageSize(): number;
  /** kratosExplorer.requestTimeout, in milliseconds, within its bounds whatever was written. */
  timeoutMs(): number;
  /** What VS Code is told of proxies. */
  network(): NetworkSettings;
}

const section = 'kratosExplorer';
export const pageSizes = { least: 10, usual: 100, most: 250 };
const timeouts = { least: 1, usual: 30, most: 600 };

/** The settings of this VS Code. */
export const connectionSettings: ConnectionSettings = {
  // Without its default: that nothing is written must not look like a list without connections.
  connections: () => workspace.getConfiguration(section).inspect('connections')?.globalValue,
  async writeConnections(value) {
    await workspace.getConfiguration(section).update('connections', value, ConfigurationTarget.Global);
  },
  onDidChangeConnections: (listener) =>
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.connections`)) {
        listener();
      }
    }),
  pageSize: () => boundedPageSize(ownValue('pageSize')),
  timeoutMs: () => boundedTimeout(ownValue('requestTimeout')) * 1000,
  network: () => ({
    proxy: textOr(httpValue('proxy')),
    noProxy: textsOf(httpValue('noProxy')),
    proxyAuthorization: textOr(httpValue('proxyAuthorization')),
    proxySupport: httpValue('proxySupport') !== 'off',
  }),
};

export function boundedPageSize(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value)
    ? Math.min(pageSizes.most, Math.max(pageSizes.least, value))
    : pageSizes.usual;
}

/** Seconds, of which parts are fine. */
export function boundedTimeout(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value)
    ? Math.min(timeouts.most, Math.max(timeouts.least, value))
    : timeouts.usual;
}

function ownValue(name: string): unknown {
  return settledValue(section, name);
}

function httpValue(name: string): unknown {
  return settledValue('http', name);
}

/** Never a workspace's: a repository must choose neither an address nor the way there. */
function settledValue(of: string, name: string): unknown {
  const values = workspace.getConfiguration(of).inspect(name);
  return values?.globalValue ?? values?.defaultValue;
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
