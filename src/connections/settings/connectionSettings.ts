import { ConfigurationTarget, type Disposable, workspace } from 'vscode';
import type { NetworkSettings } from '../../core/http/connectionOptions.ts';

const section = 'kratosExplorer';
export const pageSizes = { least: 10, usual: 100, most: 250 };
const timeouts = { least: 1, usual: 30, most: 600 };

/** The settings of connections. Reads user settings only: a workspace must not choose an address. */
export const connectionSettings = {
  /** Returns kratosExplorer.connections unchecked. Without its default: an unset list differs from an empty one. */
  connections: (): unknown => workspace.getConfiguration(section).inspect('connections')?.globalValue,
  async writeConnections(value: readonly unknown[]): Promise<void> {
    await workspace.getConfiguration(section).update('connections', value, ConfigurationTarget.Global);
  },
  onDidChangeConnections: (listener: () => void): Disposable =>
    workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(`${section}.connections`)) {
        listener();
      }
    }),
  /** Returns kratosExplorer.pageSize, limited to its bounds. */
  pageSize(): number {
    const value = userValue(section, 'pageSize');
    return bounded(Number.isInteger(value) ? value : undefined, pageSizes);
  },
  /** Returns kratosExplorer.requestTimeout in milliseconds, limited to its bounds. */
  timeoutMs: (): number => bounded(userValue(section, 'requestTimeout'), timeouts) * 1000,
  /** Returns VS Code's proxy settings. */
  network: (): NetworkSettings => ({
    proxy: textOr(userValue('http', 'proxy')),
    noProxy: textsOf(userValue('http', 'noProxy')),
    proxyAuthorization: textOr(userValue('http', 'proxyAuthorization')),
    proxySupport: userValue('http', 'proxySupport') !== 'off',
  }),
};

export type ConnectionSettings = typeof connectionSettings;

function bounded(value: unknown, { least, usual, most }: typeof timeouts): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : usual;
}

/** Ignores workspace settings: a repository must choose neither an address nor a proxy. */
function userValue(of: string, name: string): unknown {
  const values = workspace.getConfiguration(of).inspect(name);
  return values?.globalValue ?? values?.defaultValue;
}

function textOr(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : [];
}
