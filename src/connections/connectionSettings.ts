import { ConfigurationTarget, type Disposable, workspace } from 'vscode';

/** The settings that connections come from. Only a person's own values count: a workspace must not choose an address. */
export interface ConnectionSettings {
  /** The value of kratosExplorer.connections as it is written, unchecked. */
  connections(): unknown;
  writeConnections(value: readonly unknown[]): Promise<void>;
  onDidChangeConnections(listener: () => void): Disposable;
  /** kratosExplorer.pageSize, within its bounds whatever was written. */
  pageSize(): number;
}

const section = 'kratosExplorer';
const pageSizes = { least: 10, usual: 100, most: 250 };

/** The settings of this VS Code. */
export const connectionSettings: ConnectionSettings = {
  connections: () => ownValue('connections'),
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
};

export function boundedPageSize(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value)
    ? Math.min(pageSizes.most, Math.max(pageSizes.least, value))
    : pageSizes.usual;
}

function ownValue(name: string): unknown {
  const values = workspace.getConfiguration(section).inspect(name);
  return values?.globalValue ?? values?.defaultValue;
}
