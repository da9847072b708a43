import * as vscode from 'vscode';

/** Writes the setting of the connections. Resolves when the extension has received the change. */
export async function setConnections(
  connections: readonly {
    readonly name: string;
    readonly url: string;
    readonly authentication?: object;
    readonly proxy?: string;
    readonly writable?: boolean;
    readonly production?: boolean;
  }[],
): Promise<void> {
  await vscode.workspace
    .getConfiguration('kratosExplorer')
    .update('connections', connections.length === 0 ? undefined : connections, vscode.ConfigurationTarget.Global);
}

/** Writes another setting of the extension; undefined removes it. */
export async function setSetting(name: 'pageSize' | 'labelTraits', value: unknown): Promise<void> {
  await vscode.workspace.getConfiguration('kratosExplorer').update(name, value, vscode.ConfigurationTarget.Global);
}
