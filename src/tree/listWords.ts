import { l10n } from 'vscode';
import type { Connections } from '../connections/connections.ts';
import type { Directory } from '../core/directory/directory.ts';
import type { ListPhase, ListState } from '../core/directory/listState.ts';
import type { PagedList } from '../core/directory/pagedList.ts';
import type { SessionFilter } from '../core/kratos/createKratosClient.ts';
import type { Identity } from '../core/kratos/identity.ts';
import type { Malformed, Session } from '../core/kratos/session.ts';
import { countWords } from '../text/counts.ts';
import { visibleText } from '../text/visibleText.ts';
import type { ListRef } from './nodes.ts';

const filterLimit = 40;

/** Returns how much of a list is shown, as "100 of 1,203"; undefined for a list without items. */
export function listCount(state: ListState<unknown>): string | undefined {
  return state.items.length === 0
    ? undefined
    : countWords({ shown: state.items.length, total: state.total, end: state.end });
}

/** Returns the same for the row above the list; undefined also while the list is outdated. */
export function freshCount(state: ListState<unknown>): string | undefined {
  return state.outdated ? undefined : listCount(state);
}

/** Returns "refresh failed" for the row above the list, since the row with the reason may be scrolled away. */
export function refreshFailedWords({ phase, items }: ListState<unknown>): string | undefined {
  return phase.kind === 'failed' && phase.at === 'refresh' && items.length > 0 ? l10n.t('refresh failed') : undefined;
}

/** Returns "active only"; undefined where all are listed. */
export function sessionFilterWords(filter: SessionFilter): string | undefined {
  return { all: undefined, active: l10n.t('active only'), inactive: l10n.t('inactive only') }[filter];
}

/** Returns the same for a row, where the count follows. */
export function shortFilterWords(filter: SessionFilter): string | undefined {
  return { all: undefined, active: l10n.t('active'), inactive: l10n.t('inactive') }[filter];
}

/** Returns "identifier begins with “ada”"; undefined where all are listed. */
export function identityFilterWords(prefix: string | undefined): string | undefined {
  return prefix === undefined ? undefined : l10n.t('identifier begins with “{0}”', visibleText(prefix, filterLimit));
}

/** Returns a list; undefined if its connection is gone. */
export function listNamed(
  { connectionId, identityId }: ListRef,
  { connections }: { readonly connections: Pick<Connections, 'directory'> },
): PagedList<Identity | Malformed> | PagedList<Session | Malformed> | undefined {
  const directory = connections.directory(connectionId);
  return identityId === undefined ? directory?.identities : directory?.sessionsOf(identityId);
}

/** Returns the state of a list; undefined if its connection is gone or the list was never opened. */
export function stateOfList(
  list: ListRef,
  { connections }: { readonly connections: Pick<Connections, 'directory'> },
): ListState<Identity | Session | Malformed> | undefined {
  const directory = connections.directory(list.connectionId);
  return list.identityId === undefined ? directory?.identities.state : directory?.sessionsState(list.identityId);
}

/** Returns how many seconds the next page of a list waits for the rate limit; undefined where it does not wait. */
export function listWaiting(phase: ListPhase, directory: Pick<Directory, 'waiting'>): number | undefined {
  return phase.kind === 'loading' ? directory.waiting(phase.what === 'all' ? 'rest' : 'page') : undefined;
}
