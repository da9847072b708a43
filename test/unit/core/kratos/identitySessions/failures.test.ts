import { describe, expect, test } from 'vitest';
import { TransportError } from '../../../../../src/core/http/transport.ts';
import { createKratosClient } from '../../../../../src/core/kratos/createKratosClient.ts';
import { pages, reading } from './reading.ts';
import { ServerModel } from './serverModel.ts';
import { loadAll, loadMore, withStep } from './walk.ts';

describe('a list whose requests fail', () => {
  const lost = new TransportError({ kind: 'connectionLost', origin: 'http://model', detail: 'ECONNRESET' });

  test('keeps what was read before a failure at page 3, and continues there', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    const seen = await loadMore(reader, 2);
    model.beforeAnswer = () => {
      throw lost;
    };
    await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadMore(reader, undefined, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    expect(pages(model)).toEqual(['0:100', ...Array.from({ length: 12 }, (_, page) => `${page + 2}:100`), '0:100']);
  });

  test('requests each page with a response once after a failure while reading all', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    let seen = await loadMore(reader, 1);
    model.beforeAnswer = ({ query }) => {
      if (query?.some(([name, value]) => name === 'page' && value === '7')) {
        throw lost;
      }
    };
    await expect(
      (async () => {
        for await (const step of reader.rest()) {
          seen = withStep(seen, step);
        }
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadAll(reader, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
    const listed = pages(model).slice(0, -1);
    expect(new Set(listed).size).toBe(listed.length);
  });

  test('keeps the last page if the proof fails', async () => {
    const { model, reader } = reading({ sessions: 400, pageSize: 100, pageBase: { countsFrom: 1 } });
    const seen = await loadMore(reader, 3);
    model.beforeAnswer = (_request, number) => {
      if (number === 4) {
        throw lost;
      }
    };
    await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'connectionLost' } });
    model.beforeAnswer = () => undefined;
    const { ids, end } = await loadMore(reader, 1, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });

  test('rejects as cancelled while reading all, and continues later', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    const cancelling = new AbortController();
    let seen = await loadMore(reader, 1);
    await expect(
      (async () => {
        for await (const step of reader.rest(cancelling.signal)) {
          seen = withStep(seen, step);
          if (seen.ids.length >= 300) {
            cancelling.abort();
          }
        }
      })(),
    ).rejects.toMatchObject({ failure: { kind: 'cancelled' } });
    const { ids, end } = await loadAll(reader, seen);
    expect(ids).toEqual(model.ids());
    expect(end.kind).toBe('complete');
  });

  test('leaves no pending request when the loop ends early', async () => {
    const { model, reader } = reading({ sessions: 1203, pageSize: 100, pageBase: { countsFrom: 1 } });
    let pending = 0;
    model.beforeAnswer = async () => {
      pending += 1;
      await new Promise((resolve) => setImmediate(resolve));
      pending -= 1;
    };
    for await (const { items } of reader.rest()) {
      expect(items).toHaveLength(100);
      break;
    }
    expect(pending).toBe(0);
  });

  test('sends no request for an invalid identity id', async () => {
    for (const id of ['', '..', 'a/b', '../sessions', 'nope']) {
      const model = new ServerModel({ sessions: 3 });
      const reader = createKratosClient(model).identitySessions(id, 'all', 50);
      await expect(reader.next()).rejects.toMatchObject({ failure: { kind: 'notFound', resource: 'identity', id } });
      expect(model.asked).toEqual([]);
    }
  });
});
