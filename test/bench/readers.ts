import { Configuration, IdentityApi } from '@ory/kratos-client';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { Directory } from '../../src/core/directory/directory.ts';
import { defaultOptions } from '../../src/core/http/connectionOptions.ts';
import type { HttpRequest, Transport } from '../../src/core/http/transport.ts';
import { UndiciTransport } from '../../src/core/http/undiciTransport.ts';
import { directoryOver } from '../unit/core/directory/directoryOver.ts';
import { bareRequest } from './bareRequest.ts';

/** The server under measurement and the identity whose sessions are read. */
export interface Subject {
  readonly url: string;
  readonly identityId: string;
  readonly sessions: number;
  readonly pageSize: number;
}

/** The page of one request, so that all readers can send the same requests. */
export interface Question {
  readonly page: number;
  readonly perPage: number;
}

/** Reads with the extension's client, schemas and directory. Returns the directory, which still holds every session. */
export async function readByProduct(
  subject: Subject,
  way: 'one by one' | 'all at once',
  asked?: (question: Question) => void,
): Promise<Directory> {
  const transport = listening(new UndiciTransport(defaultOptions(new URL(subject.url))), asked);
  const directory = directoryOver(transport, { pageSize: () => subject.pageSize });
  const list = directory.sessionsOf(subject.identityId);
  await list.open();
  if (way === 'all at once') {
    await list.all();
  }
  while (list.state.end.kind === 'more' && list.state.phase.kind === 'ready') {
    await list.more();
  }
  const { end, items, phase } = list.state;
  if (end.kind !== 'complete' || items.length !== subject.sessions) {
    throw new Error(`The product read ${items.length} sessions, ${end.kind}, ${JSON.stringify(phase)}`);
  }
  return directory;
}

/** Reads with the least that any client needs: the same requests over undici, and JSON.parse. */
export async function readByFloor(subject: Subject, questions: readonly Question[]): Promise<void> {
  const agent = new Agent({ connections: 6, allowH2: false });
  const ids = new Set<string>();
  for (const { page, perPage } of questions) {
    const path = `/admin/identities/${subject.identityId}/sessions?page=${page}&per_page=${perPage}`;
    for (const { id } of JSON.parse(await bareRequest(agent, subject.url, path)) as { id: string }[]) {
      ids.add(id);
    }
  }
  await agent.destroy();
  demandAll('The floor', ids.size, subject);
}

/** Reads the same pages with Ory's SDK. */
export async function readBySdk(subject: Subject, questions: readonly Question[]): Promise<void> {
  const api = new IdentityApi(new Configuration({ basePath: subject.url }));
  const ids = new Set<string>();
  for (const { page, perPage } of questions) {
    const { data } = await api.listIdentitySessions({ id: subject.identityId, page, perPage });
    for (const { id } of data) {
      ids.add(id);
    }
  }
  demandAll('The SDK', ids.size, subject);
}

function listening(transport: Transport, asked: ((question: Question) => void) | undefined): Transport {
  return {
    close: () => transport.close(),
    send(request: HttpRequest) {
      const query = new Map(request.query ?? []);
      asked?.({ page: Number(query.get('page')), perPage: Number(query.get('per_page')) });
      return transport.send(request);
    },
  };
}

function demandAll(who: string, found: number, { sessions }: Subject): void {
  if (found !== sessions) {
    throw new Error(`${who} read ${found} sessions of ${sessions}.`);
  }
}
