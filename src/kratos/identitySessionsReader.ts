import type { SessionFilter } from './client.ts';
import type { ListReader } from './listReader.ts';
import type { PageBase } from './pageBase.ts';
import type { ReadSlice, SessionRow } from './sessionSlices.ts';

export interface IdentitySessionsOptions {
  readonly filter: SessionFilter;
  readonly pageSize: number;
  readonly pageBase: PageBase;
}

export function identitySessionsReader(read: ReadSlice, options: IdentitySessionsOptions): ListReader<SessionRow> {
  const next: ListReader<SessionRow>['next'] = async (signal) => {
    const { items, total } = await read(0, options.pageSize, signal);
    const whole = total === undefined ? items.length < options.pageSize : items.length === total;
    return {
      change: 'append',
      items,
      total,
      end: whole ? { kind: 'complete', by: total === undefined ? 'shortPage' : 'count' } : { kind: 'more' },
    };
  };
  return {
    next,
    async *rest(signal) {
      yield await next(signal);
    },
  };
}
