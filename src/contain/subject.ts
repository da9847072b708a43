import { l10n, type Uri } from 'vscode';
import { reportUri } from '../check/reportDocuments.ts';
import type { Connection } from '../connections/connection.ts';
import { isOryNetwork, labelTraitsOf } from '../connections/connectionFacts.ts';
import type { IdentityRef } from '../connections/refs.ts';
import type { PlannedConnection } from '../core/containment/plan.ts';
import { serverOrigin } from '../core/http/connectionOptions.ts';
import type { Identity } from '../core/kratos/identity.ts';
import { readLabelTraits } from '../platform/labelTraits.ts';
import type { Server } from '../server/openServer.ts';
import { identityIdentifier, identityName } from '../text/identityName.ts';
import { shortText } from '../text/visibleText.ts';

/** The identity and the connection that something is done to. */
export interface Subject {
  readonly connection: Connection;
  readonly server: Server;
  readonly ref: IdentityRef;
  /** "ada@example.org". */
  readonly identity: string;
}

export function nameOf(identity: Identity, connection: Connection): string {
  const name = identityName(identity, labelTraitsOf(connection, readLabelTraits()));
  return shortText(identityIdentifier(identity, name) ?? name);
}

export function plannedConnection(connection: Connection, serverVersion: string | undefined): PlannedConnection {
  const environment =
    connection.kind === 'configured'
      ? (connection.environment?.name ?? (connection.production ? 'production' : undefined))
      : undefined;
  return { name: connection.name, origin: originOf(connection), environment, serverVersion };
}

/** With the path, which may choose the server behind a gateway. The demo's port differs in each window. */
export function originOf(connection: Connection): string {
  return connection.kind === 'configured'
    ? serverOrigin(connection.server) + connection.server.base.pathname.replace(/\/+$/, '')
    : connection.kind;
}

export function isOnOryNetwork(connection: Connection): boolean {
  return connection.kind === 'configured' && isOryNetwork(connection.server);
}

export function planUri(subject: Subject): Uri {
  return reportUri(idOf(subject), l10n.t('Plan for {0}', subject.identity), 'txt');
}

export function resultsUri(subject: Subject): Uri {
  return reportUri(idOf(subject), l10n.t('Results for {0}', subject.identity));
}

/** Several identities may have one name. */
function idOf({ ref: { connectionId, identityId } }: Subject): string {
  return `${connectionId}/${identityId}`;
}
