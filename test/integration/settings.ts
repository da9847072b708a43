import { isDeepStrictEqual } from 'node:util';
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
  await write('connections', connections.length === 0 ? undefined : connections);
}

/** Writes another setting of the extension; undefined removes it. */
export async function setSetting(name: 'pageSize' | 'labelTraits', value: unknown): Promise<void> {
  await write(name, value);
}

/** Writes a setting unless it has the value already: VS Code writes and reads its file for each change. */
async function write(name: string, value: unknown): Promise<void> {
  const settings = vscode.workspace.getConfiguration('kratosExplorer');
  if (!isDeepStrictEqual(settings.inspect(name)?.globalValue, value)) {
    await settings.update(name, value, vscode.ConfigurationTarget.Global);
  }
}
