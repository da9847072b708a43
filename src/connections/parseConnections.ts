import { l10n } from 'vscode';
import * as z from 'zod/mini';
import type { Connection, InvalidConnection } from './connection.ts';
import { connectionId, demoId } from './connectionId.ts';
import { parseConnectionUrl } from './connectionUrl.ts';

export type ConfiguredConnection = Extract<Connection, { kind: 'configured' }>;

/** Members of another type read as missing; what is missing gets its sentence. */
const entrySchema = z.object({ name: z.catch(z.string(), ''), url: z.catch(z.string(), '') });

/** The entries of the setting's value, in its order. One that is no connection says why, and the others go on. */
export function parseConnections(setting: unknown): readonly (ConfiguredConnection | InvalidConnection)[] {
  if (setting === undefined || setting === null) {
    return [];
  }
  if (!Array.isArray(setting)) {
    return [invalid(0, undefined, l10n.t('The setting kratosExplorer.connections must be a list.'))];
  }
  const taken = new Set<string>();
  return setting.map((entry: unknown, index) => {
    const connection = parseEntry(entry, index, taken);
    if (connection.kind === 'configured') {
      taken.add(connection.id);
    }
    return connection;
  });
}

/** Why `name` cannot name a further connection, in one sentence; undefined when it can. `taken` holds ids. */
export function nameProblem(name: string, taken: ReadonlySet<string>): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') {
    return l10n.t('The name is missing. Give the connection a name, e.g. Local.');
  }
  const id = connectionId(trimmed);
  if (id === demoId) {
    return l10n.t('The name “{0}” is kept for the demo. Choose another one.', trimmed);
  }
  return taken.has(id)
    ? l10n.t('Another connection is called “{0}” already. Choose another name.', trimmed)
    : undefined;
}

/** The ids that a further connection must not have. */
export function takenIds(list: readonly (Connection | InvalidConnection)[]): ReadonlySet<string> {
  return new Set(list.flatMap((entry) => (entry.kind === 'invalid' ? [] : [entry.id])));
}

function parseEntry(
  entry: unknown,
  index: number,
  taken: ReadonlySet<string>,
): ConfiguredConnection | InvalidConnection {
  const parsed = entrySchema.safeParse(entry);
  if (!parsed.success) {
    return invalid(
      index,
      undefined,
      l10n.t('This entry must have the form { "name": "Local", "url": "http://127.0.0.1:4434" }.'),
    );
  }
  const name = parsed.data.name.trim();
  const problem = nameProblem(name, taken);
  if (problem !== undefined) {
    return invalid(index, name === '' ? undefined : name, problem);
  }
  const address = parseConnectionUrl(parsed.data.url);
  switch (address.kind) {
    case 'unusable':
      return invalid(index, name, address.problem);
    case 'usable':
      return { kind: 'configured', id: connectionId(name), name, url: address.url };
  }
}

function invalid(index: number, name: string | undefined, problem: string): InvalidConnection {
  return { kind: 'invalid', index, name, problem };
}
