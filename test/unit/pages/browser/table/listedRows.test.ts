import { expect, it } from 'vitest';
import { ListedRows } from '../../../../../src/pages/browser/table/listedRows.ts';
import { describeRow } from '../../../../../src/pages/host/describeRow.ts';
import { adaId } from '../../../builders/identityBuilder.ts';
import { aSession, uuid, wireDevice } from '../../../builders/sessionBuilder.ts';

const owner = { identityId: adaId, identity: undefined, identityState: 'active' };

/** Returns the ids of the rows that a table lists for a query, of sessions with these devices. */
function found(query: string, ...sessions: readonly Readonly<Record<string, unknown>>[][]): readonly string[] {
  const rows = new ListedRows();
  const items = sessions.map((devices, index) => aSession({ id: uuid(index + 1), devices: devices.map(wireDevice) }));
  rows.change(
    items.map((item) => describeRow(item, owner, { lookup: undefined, now: new Date('2026-11-23T18:46:10Z') })),
    [],
  );
  rows.find(query);
  while (!rows.sortFor(5)) {
    // Sorts in slices of time.
  }
  return rows.order;
}

it.each(['place:lagos', 'country:NG', 'device:curl', 'ua:curl', 'ip:203.0.113.7', 'lagos'])(
  'finds a session by its second device with the query %s',
  (query) => {
    const first = { location: 'Berlin, DE', ip_address: '198.51.100.7' };
    const second = { location: 'Lagos, NG', ip_address: '203.0.113.7', user_agent: 'curl/8.5.0' };
    expect(found(query, [first], [first, second])).toEqual([uuid(2)]);
    expect(found('country:DE', [first], [first, second])).toHaveLength(2);
  },
);

it('finds a session over Tor by the code that the server recorded', () => {
  expect(found('country:T1', [{ location: 'Berlin, DE' }], [{ location: 'T1' }])).toEqual([uuid(2)]);
});
