import { l10n } from 'vscode';
import type { ConfiguredConnection, Connection, InvalidConnection } from '../connection.ts';
import { connectionId, demoId } from '../connectionId.ts';
import { readEntry } from './connectionEntry.ts';
import { pageSizes } from './connectionSettings.ts';
import { addressText } from './connectionUrl.ts';
import { serverOptions } from './serverOptions.ts';
import { readOr, refuse } from './unusableValue.ts';

/** Parses the setting's value, entry by entry. An unusable entry does not affect the others. */
export function parseConnections(setting: unknown): readonly (ConfiguredConnection | InvalidConnection)[] {
  if (setting === undefined || setting === null) {
    return [];
  }
  if (!Array.isArray(setting)) {
    return [invalid(0, undefined, l10n.t('The setting kratosExplorer.connections must be an array.'))];
  }
  const taken = new Set<string>();
  return setting.map((value: unknown, index) => {
    const connection = readOr(
      () => readConnection(value, taken),
      (problem) => invalid(index, nameOf(value), problem),
    );
    if (connection.kind === 'configured') {
      taken.add(connection.id);
    }
    return connection;
  });
}

/** Returns the name of a connection without surrounding spaces. `taken` has the ids of the others. */
export function checkedName(text: string, taken: ReadonlySet<string>): string {
  const name = text.trim();
  if (name === '') {
    refuse(l10n.t('The name is missing. Enter a name for the connection, e.g. Local.'));
  }
  const id = connectionId(name);
  if (id === demoId) {
    refuse(l10n.t('The name “{0}” is reserved for the demo. Choose another name.', name));
  }
  if (taken.has(id)) {
    refuse(l10n.t('Another connection is already called “{0}”. Choose another name.', name));
  }
  return name;
}

/** Returns the ids that another connection must not have. */
export function takenIds(list: readonly (Connection | InvalidConnection)[]): ReadonlySet<string> {
  return new Set(list.flatMap((entry) => (entry.kind === 'invalid' ? [] : [entry.id])));
}

/** Returns the connection of one entry. Refuses an unusable entry. */
export function readConnection(value: unknown, taken: ReadonlySet<string>): ConfiguredConnection {
  const entry = readEntry(value);
  const name = checkedName(entry.name, taken);
  const { environment, pageSize } = entry;
  if (environment !== undefined && environment.name.trim() === '') {
    refuse(l10n.t('“environment.name” is missing. Add it.'));
  }
  if (environment?.color !== undefined && !/^[a-z]\w*(\.\w+)*$/i.test(environment.color)) {
    refuse(l10n.t('“environment.color” must be the id of a theme color, e.g. charts.red.'));
  }
  if (pageSize !== undefined) {
    checkedPageSize(pageSize);
  }
  const server = serverOptions(entry);
  return {
    kind: 'configured',
    id: connectionId(name),
    name,
    address: addressText({ url: server.base, socketPath: server.socketPath }),
    server,
    environment: environment && { name: environment.name.trim(), color: environment.color },
    production: entry.production ?? false,
    writable: entry.writable ?? false,
    pageSize,
    labelTraits: entry.labelTraits,
    entry,
  };
}

export function checkedPageSize(pageSize: number): number {
  const { least, most } = pageSizes;
  if (!Number.isInteger(pageSize) || pageSize < least || pageSize > most) {
    refuse(l10n.t('“pageSize” must be a whole number from {0} to {1}.', least, most));
  }
  return pageSize;
}

function nameOf(value: unknown): string | undefined {
  const name: unknown = typeof value === 'object' && value !== null && 'name' in value ? value.name : undefined;
  return typeof name === 'string' && name.trim() !== '' ? name.trim() : undefined;
}

function invalid(index: number, name: string | undefined, problem: string): InvalidConnection {
  return { kind: 'invalid', index, name, problem };
}
