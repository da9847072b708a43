import { createKratosClient, type SessionFilter } from '../../../../../src/core/kratos/createKratosClient.ts';
import type { PageBase } from '../../../../../src/core/kratos/identitySessions/slice.ts';
import { adaId } from '../../../builders/identityBuilder.ts';
import { type ModelOptions, ServerModel } from './serverModel.ts';

interface Given extends Partial<ModelOptions> {
  readonly pageSize: number;
  readonly filter?: SessionFilter;
  readonly pageBase?: PageBase;
}

/** Returns the reader of one identity's sessions, and the model of its server. */
export function reading({ pageSize, filter = 'all', pageBase = { countsFrom: undefined }, ...options }: Given) {
  const model = new ServerModel(options);
  const reader = createKratosClient(model, pageBase).identitySessions(adaId, filter, pageSize);
  return { model, reader, pageBase };
}

/** Returns the requested pages, e.g. "0:50" for page 0 of 50. */
export function pages({ asked }: ServerModel): string[] {
  return asked.map((path) => {
    const query = new URL(path, 'http://model').searchParams;
    return `${query.get('page')}:${query.get('per_page')}`;
  });
}
