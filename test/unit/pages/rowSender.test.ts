import { expect, it } from 'vitest';
import { RowSender } from '../../../src/pages/host/rowSender.ts';
import type { SessionRow } from '../../../src/pages/protocol/sessionRow.ts';
import { adaId } from '../builders/identityBuilder.ts';
import { aMalformedSession, aSession, uuid } from '../builders/sessionBuilder.ts';

const now = new Date('2026-11-23T18:46:10.851Z');
const context = { lookup: undefined, now };
const ada = { identityId: adaId, identity: undefined, identityState: 'active' };
const ofAda = () => ada;
const going = new AbortController().signal;

/** Creates a sender and records the rows of each message and the ids that are gone. */
function sender() {
  const sent: SessionRow[][] = [];
  const gone: string[] = [];
  const rows = new RowSender((changed, removed) => {
    sent.push([...changed]);
    gone.push(...removed);
  });
  return { rows, sent, gone };
}

const sessions = (count: number) => Array.from({ length: count }, (_, index) => aSession({ id: uuid(index + 1) }));

it('sends 600 sessions in messages of at most 250 rows', async () => {
  const { rows, sent } = sender();
  await rows.send(sessions(600), ofAda, context, going);
  expect(sent.map(({ length }) => length)).toEqual([250, 250, 100]);
});

it('sends each row once until its session was read again', async () => {
  const { rows, sent } = sender();
  const items = sessions(3);
  await rows.send(items, ofAda, context, going);
  await rows.send([...items.slice(0, 2), aSession({ id: uuid(3), active: false })], ofAda, context, going);
  expect(sent.map((message) => message.map(({ id, state }) => `${id.at(-1)} ${state}`))).toEqual([
    ['1 active', '2 active', '3 active'],
    ['3 revoked'],
  ]);
});

it('sends the ids of sessions that are gone', async () => {
  const { rows, gone } = sender();
  const items = sessions(3);
  await rows.send(items, ofAda, context, going);
  await rows.send(items.slice(0, 1), ofAda, context, going);
  expect(gone).toEqual([uuid(2), uuid(3)]);
});

it('sends the ids of sessions that are gone when the databases of addresses changed, too', async () => {
  const { rows, sent, gone } = sender();
  const items = sessions(3);
  await rows.send(items, ofAda, context, going);
  await rows.send(items.slice(0, 2), ofAda, { ...context, lookup: () => undefined }, going);
  expect(sent.map(({ length }) => length)).toEqual([3, 2, 0]);
  expect(gone).toEqual([uuid(3)]);
});

it('sends an active row again once it has expired', async () => {
  const { rows, sent } = sender();
  const items = sessions(1);
  await rows.send(items, ofAda, context, going);
  expect(rows.nextExpiry).toBe(Date.parse('2026-11-24T15:46:10.851Z'));
  await rows.send(items, ofAda, { ...context, now: new Date('2026-11-24T16:00:00Z') }, going);
  expect(sent.flat().map(({ state }) => state)).toEqual(['active', 'expired']);
  expect(rows.nextExpiry).toBeUndefined();
});

it('sends all rows again when the identity was disabled', async () => {
  const { rows, sent } = sender();
  const items = sessions(2);
  await rows.send(items, ofAda, context, going);
  await rows.send(items, () => ({ ...ada, identityState: 'inactive' }), context, going);
  expect(sent[1]?.map(({ state }) => state)).toEqual(['identityInactive', 'identityInactive']);
});

it('sends the rows of an identity again that has another name now, and no others', async () => {
  const { rows, sent } = sender();
  const items = sessions(3);
  await rows.send(items, ofAda, context, going);
  const ownerOf = ({ id }: { readonly id: string }) => (id === uuid(2) ? { ...ada, identity: 'Grace' } : ada);
  await rows.send(items, ownerOf, context, going);
  expect(sent[1]?.map(({ id, identity }) => [id, identity])).toEqual([[uuid(2), 'Grace']]);
});

it('shows an item that is no session as a row that says why', async () => {
  const { rows, sent } = sender();
  await rows.send([aMalformedSession()], ofAda, context, going);
  expect(sent[0]?.[0]).toMatchObject({ state: 'unreadable', stateText: expect.stringContaining('expires_at') });
});

it('sends what was described before it was stopped', async () => {
  const { rows, sent } = sender();
  const stop = new AbortController();
  stop.abort();
  const items = sessions(10_000);
  await expect(rows.send(items, ofAda, context, stop.signal)).rejects.toThrow();
  const before = sent.flat().length;
  await rows.send(items, ofAda, context, going);
  expect(before).toBeLessThan(10_000);
  expect(sent.flat()).toHaveLength(10_000);
});
