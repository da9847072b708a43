import { describe, expect, test } from 'vitest';
import { contain } from '../../../../src/core/containment/contain.ts';
import { TransportError } from '../../../../src/core/http/transport.ts';
import { uuid } from '../../builders/sessionBuilder.ts';
import { type Interfere, jsonError, lost, ModelServer, onWrites } from './modelServer.ts';
import { all, Disk, draftOf, finished, first, portsOf, statuses } from './operation.ts';

test.each<[string, (server: ModelServer, cancel: AbortController) => Interfere, string]>([
  [
    'the unlock ends',
    (server) =>
      onWrites(async (_count, respond) => {
        server.isLocked = true;
        return respond();
      }),
    'locked',
  ],
  [
    'the user cancels',
    (_server, cancel) =>
      onWrites(async (_count, respond) => {
        cancel.abort();
        return respond();
      }),
    'cancelled',
  ],
  ['the key may only read', () => onWrites(async () => jsonError(403, 'read-only')), 'stopped'],
  ['the server fails again and again', () => onWrites(async () => jsonError(500, 'down')), 'stopped'],
])('stops sending when %s, and the other rows were not sent', async (_name, interfere, why) => {
  const server = new ModelServer(40);
  const draft = await draftOf(server, all);
  const cancel = new AbortController();
  server.interfere = interfere(server, cancel);
  const ports = portsOf(server, new Disk(), { bulk: { isSupported: false }, signal: cancel.signal });
  const { results } = finished(await contain(draft, ports));
  const notSent = results.filter(({ status }) => status === 'notSent');
  expect(notSent.length).toBeGreaterThanOrEqual(28);
  expect(notSent).toEqual(notSent.map(({ id }) => ({ id, status: 'notSent', why })));
  expect(results.filter(({ status }) => status === 'done').map(({ id }) => server.holdsActive(id))).not.toContain(true);
});

test('reports a row as not sent when its permit ends before the transport sends the request', async () => {
  const server = new ModelServer(2);
  const draft = await draftOf(server, first);
  server.interfere = onWrites(async () => {
    throw new TransportError({ kind: 'locked' });
  });
  const { results } = finished(await contain(draft, portsOf(server)));
  expect(results).toEqual([{ id: uuid(1), status: 'notSent', why: 'locked' }]);
});

test('sends at most four requests at once', async () => {
  const server = new ModelServer(30);
  const draft = await draftOf(server, all);
  let open = 0;
  let most = 0;
  server.interfere = async (_request, respond) => {
    open += 1;
    most = Math.max(most, open);
    await new Promise(setImmediate);
    open -= 1;
    return respond();
  };
  const outcome = await contain(draft, portsOf(server, new Disk(), { bulk: { isSupported: false } }));
  expect(new Set(statuses(outcome))).toEqual(new Set(['done']));
  expect(most).toBe(4);
});

describe('in bulk', () => {
  test('disables 1,203 sessions in three requests of at most 500 ids', async () => {
    const server = new ModelServer(1203);
    server.hasBulk = true;
    const bulk = { isSupported: undefined };
    const outcome = await contain(await draftOf(server, all), portsOf(server, new Disk(), { bulk }));
    expect(new Set(statuses(outcome))).toEqual(new Set(['done']));
    expect(server.writes.map(({ method, ids }) => [method, ids.length])).toEqual([
      ['POST', 500],
      ['POST', 500],
      ['POST', 203],
    ]);
    expect(bulk).toEqual({ isSupported: true });
  });

  test('requests a missing bulk endpoint only once, and revokes one by one after its 405', async () => {
    const server = new ModelServer(12);
    const bulk = { isSupported: undefined };
    const ports = portsOf(server, new Disk(), { bulk });
    const half = { kind: 'sessions', ids: [1, 2, 3, 4, 5, 6].map(uuid) } as const;
    expect(new Set(statuses(await contain(await draftOf(server, half), ports)))).toEqual(new Set(['done']));
    expect(new Set(statuses(await contain(await draftOf(server, all), ports)))).toEqual(new Set(['done']));
    expect(server.writes.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(server.writes).toHaveLength(13);
  });

  test('does not send ids again whose response was lost', async () => {
    const server = new ModelServer(6);
    server.hasBulk = true;
    const draft = await draftOf(server, all);
    server.interfere = onWrites(async (_count, respond) => {
      respond();
      throw lost();
    });
    expect(new Set(statuses(await contain(draft, portsOf(server))))).toEqual(new Set(['done']));
    expect(server.writes).toHaveLength(1);
  });
});
