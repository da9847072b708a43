import type { ListState } from '../../../../src/core/directory/listState.ts';
import { PagedList } from '../../../../src/core/directory/pagedList.ts';
import { type Row, refused, ServerList } from './serverList.ts';

/** A list, its server, and each state that the list announced. */
interface WatchedList {
  readonly list: PagedList<Row>;
  readonly server: ServerList;
  readonly states: ListState<Row>[];
}

export function listOf(total: number, pageSize: number): WatchedList {
  const server = new ServerList(total, pageSize);
  const states: ListState<Row>[] = [];
  const list: PagedList<Row> = new PagedList({
    read: () => server.read(),
    onChange: () => {
      states.push(list.state);
    },
  });
  return { list, server, states };
}

/** Returns a list that has read its first page. */
export async function opened(total: number, pageSize: number): Promise<WatchedList> {
  const watched = listOf(total, pageSize);
  void watched.list.open();
  await watched.server.answerOne();
  return watched;
}

export const shownIds = (list: PagedList<Row>) => list.state.items.map(({ id }) => id);
export const failedAt = (at: 'first' | 'more' | 'all' | 'refresh') => ({ kind: 'failed', at, failure: refused });
export const cancelledAt = (at: 'first' | 'refresh') => ({ kind: 'failed', at, failure: { kind: 'cancelled' } });
