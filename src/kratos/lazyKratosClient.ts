import type { Transport } from '../http/transport.ts';
import type { KratosClient } from './client.ts';
import type { ListReader } from './listReader.ts';

/** A client whose schemas and readers are loaded at its first question: activation does not read them. */
export function lazyKratosClient(transport: Transport): KratosClient {
  let loading: Promise<KratosClient> | undefined;

  const client = async (): Promise<KratosClient> => {
    loading ??= import('./createKratosClient.ts').then(({ createKratosClient }) => createKratosClient(transport));
    return loading;
  };

  const reader = <T>(open: (loaded: KratosClient) => ListReader<T>): ListReader<T> => {
    let opening: Promise<ListReader<T>> | undefined;
    const opened = () => {
      opening ??= client().then(open);
      return opening;
    };
    return {
      next: async (signal) => (await opened()).next(signal),
      async *rest(signal) {
        yield* (await opened()).rest(signal);
      },
    };
  };

  return {
    identities: (filter, pageSize) => reader((loaded) => loaded.identities(filter, pageSize)),
    identity: async (id, signal) => (await client()).identity(id, signal),
    identityByExternalId: async (externalId, signal) => (await client()).identityByExternalId(externalId, signal),
    identitySessions: (identityId, filter, pageSize) =>
      reader((loaded) => loaded.identitySessions(identityId, filter, pageSize)),
    sessions: (filter, pageSize) => reader((loaded) => loaded.sessions(filter, pageSize)),
    session: async (id, signal) => (await client()).session(id, signal),
    ready: async (signal) => (await client()).ready(signal),
    version: async (signal) => (await client()).version(signal),
    close: () => transport.close(),
  };
}
