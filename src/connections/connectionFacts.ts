import { l10n, ThemeColor } from 'vscode';
import type { ServerOptions } from '../core/http/connectionOptions.ts';
import { isUnencrypted } from '../server/consent.ts';
import { visibleText } from '../text/visibleText.ts';
import type { Connection } from './connection.ts';
import type { UnlockState } from './connections.ts';

const factLimit = 60;

/**
 * Returns what the user must see beside each name of a connection: its environment, permitted changes and risks. The
 * time that is left of an unlock is shown only where it is kept up to date, unless it is shown beside the facts.
 */
export function connectionFacts(
  connection: Connection | undefined,
  unlock?: UnlockState | 'shownBeside',
): readonly string[] {
  const unlocked =
    typeof unlock === 'object' ? l10n.t('unlocked, {0} min', Math.ceil(unlock.milliseconds / 60_000)) : undefined;
  if (connection?.kind !== 'configured') {
    return unlocked === undefined ? [] : [unlocked];
  }
  const { environment, production, writable, server } = connection;
  const named = environment === undefined ? undefined : visibleText(environment.name, factLimit);
  const saysProduction = named !== undefined && /prod/i.test(named);
  const locked = named !== undefined || production ? l10n.t('read-only') : undefined;
  return [
    unlocked,
    named,
    production && !saysProduction ? l10n.t('production') : undefined,
    unlock === undefined ? (writable ? l10n.t('may be unlocked') : locked) : undefined,
    isUnencrypted(server) ? l10n.t('not encrypted') : undefined,
    server.tls.verify ? undefined : l10n.t('certificate not checked'),
  ].filter((fact) => fact !== undefined);
}

/** Returns whether the user may unlock the connection for changes. The demo has only invented people. */
export function mayBeUnlocked(connection: Connection): boolean {
  return connection.kind === 'demo' || connection.writable;
}

/** Returns the environment's color. Production without a color is red. */
export function connectionColor(connection: Connection | undefined): ThemeColor | undefined {
  const id = connectionColorId(connection);
  return id === undefined ? undefined : new ThemeColor(id);
}

export function connectionColorId(connection: Connection | undefined): string | undefined {
  if (connection?.kind !== 'configured') {
    return undefined;
  }
  return connection.environment?.color ?? (connection.production ? 'charts.red' : undefined);
}

/** Returns the name, with the facts in brackets. */
export function nameWithFacts(connection: Connection, unlock?: 'shownBeside'): string {
  const facts = connectionFacts(connection, unlock);
  const name = visibleText(connection.name);
  return facts.length === 0 ? name : l10n.t('{0} ({1})', name, facts.join(', '));
}

/** Returns the traits that name identities: the connection's own, else those of the setting. */
export function labelTraitsOf(connection: Connection | undefined, setting: readonly string[]): readonly string[] {
  return (connection?.kind === 'configured' ? connection.labelTraits : undefined) ?? setting;
}

/**
 * Returns whether a server is a project of Ory Network: by its address, or, with a domain of its own, by its rate
 * limit.
 */
export function isOryNetwork({ base, rateLimit }: Pick<ServerOptions, 'base' | 'rateLimit'>): boolean {
  return base.hostname.endsWith('.projects.oryapis.com') || (rateLimit !== 'auto' && rateLimit !== 'unlimited');
}

/** Returns the host, or the address of a Unix socket. */
export function shortAddress(connection: Connection): string {
  if (connection.kind === 'demo') {
    return l10n.t('invented people, on this machine');
  }
  return connection.server.socketPath === undefined ? connection.server.base.host : connection.address;
}
