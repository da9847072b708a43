import { l10n } from 'vscode';
import type { ConfiguredConnection, Connection, InvalidConnection } from '../connection.ts';
import { connectionId, demoId } from '../connectionId.ts';
import { type ConnectionEntry, readEntry } from './connectionEntry.ts';
import { pageSizes } from './connectionSettings.ts';
import { addressText } from './connectionUrl.ts';
import { serverOptions } from './serverOptions.ts';

/** Parses the setting's value, entry by entry. An unusable entry does not affect the others. */
export function parseConnections(setting: unknown): readonly (ConfiguredConnection | InvalidConnection)[] {
  if (setting === undefined || setting === null) {
    return [];
  }
  if (!Array.isArray(setting)) {
    return [invalid(0, undefined, l10n.t('The setting kratosExplorer.connections must be an array.'))];
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

/** Returns why `name` cannot be the name of another connection, in one sentence, or undefined. `taken` holds ids. */
export function nameProblem(name: string, taken: ReadonlySet<string>): string | undefined {
  const trimmed = name.trim();
  if (trimmed === '') {
    return l10n.t('The name is missing. Enter a name for the connection, e.g. Local.');
  }
  const id = connectionId(trimmed);
  if (id === demoId) {
    return l10n.t('The name “{0}” is reserved for the demo. Choose another name.', trimmed);
  }
  return taken.has(id)
    ? l10n.t('Another connection is already called “{0}”. Choose another name.', trimmed)
    : undefined;
}

/** Returns the ids that another connection must not have. */
export function takenIds(list: readonly (Connection | InvalidConnection)[]): ReadonlySet<string> {
  return new Set(list.flatMap((entry) => (entry.kind === 'invalid' ? [] : [entry.id])));
}

function parseEntry(
  value: unknown,
  index: number,
  taken: ReadonlySet<string>,
): ConfiguredConnection | InvalidConnection {
  const read = readEntry(value);
  if (read.kind === 'unusable') {
    return invalid(index, nameOf(value), read.problem);
  }
  const { entry } = read;
  const name = entry.name.trim();
  const problem = nameProblem(name, taken) ?? displayProblem(entry);
  if (problem !== undefined) {
    return invalid(index, name === '' ? undefined : name, problem);
  }
  const server = serverOptions(entry);
  return server.kind === 'unusable'
    ? invalid(index, name, server.problem)
    : {
        kind: 'configured',
        id: connectionId(name),
        name,
        address: addressText({ url: server.server.base, socketPath: server.server.socketPath }),
        server: server.server,
        environment: entry.environment && { name: entry.environment.name.trim(), color: entry.environment.color },
        production: entry.production ?? false,
        writable: entry.writable ?? false,
        pageSize: entry.pageSize,
        labelTraits: entry.labelTraits,
        entry,
      };
}

function displayProblem({ environment, pageSize }: ConnectionEntry): string | undefined {
  if (environment !== undefined && environment.name.trim() === '') {
    return l10n.t('“environment.name” is missing.');
  }
  if (environment?.color !== undefined && !/^[a-z]\w*(\.\w+)*$/i.test(environment.color)) {
    return l10n.t('“environment.color” must be the id of a theme color, e.g. charts.red.');
  }
  return pageSize === undefined ? undefined : pageSizeProblem(pageSize);
}

export function pageSizeProblem(pageSize: number): string | undefined {
  const { least, most } = pageSizes;
  return Number.isInteger(pageSize) && pageSize >= least && pageSize <= most
    ? undefined
    : l10n.t('“pageSize” must be a whole number from {0} to {1}.', least, most);
}

function nameOf(value: unknown): string | undefined {
  const name: unknown = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

function invalid(index: number, name: string | undefined, problem: string): InvalidConnection {
  return { kind: 'invalid', index, name, problem };
}
