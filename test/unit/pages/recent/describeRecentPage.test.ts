import { describe, expect, it } from 'vitest';
import type { RecentState } from '../../../../src/core/directory/recentList.ts';
import { describeRecentPage, type RecentFacts } from '../../../../src/pages/host/recent/describeRecentPage.ts';
import { aConnection } from '../../builders/connectionBuilder.ts';
import { aSession, uuid } from '../../builders/sessionBuilder.ts';

const backTo = Date.UTC(2026, 10, 21, 14, 2);

const state = (count: number, over: Partial<RecentState> = {}): RecentState => ({
  phase: { kind: 'ready' },
  items: Array.from({ length: count }, (_, index) => aSession({ id: uuid(index + 1) })),
  end: { kind: 'more' },
  isFull: false,
  isNewestFirst: true,
  backTo,
  readAt: undefined,
  ...over,
});

const page = (list: RecentState | undefined, over: Partial<RecentFacts> = {}) =>
  describeRecentPage({
    connectionId: 'acme',
    connection: aConnection({ name: 'Acme' }),
    directory: { waiting: () => undefined },
    list,
    isUnlocked: false,
    problems: [],
    ...over,
  });

const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' }).format(backTo);

describe('the coverage of recent sessions', () => {
  it.each<[string, number, Partial<RecentState>]>([
    [`2,000 newest sessions, back to ${time}`, 2000, {}],
    ['3 newest sessions', 3, { backTo: undefined }],
    ['All 3 sessions', 3, { end: { kind: 'complete', by: 'onlyPage' } }],
    ['The only session', 1, { end: { kind: 'complete', by: 'onlyPage' } }],
    ['No sessions', 0, { end: { kind: 'complete', by: 'onlyPage' }, backTo: undefined }],
    ['Sessions: 3 shown, read to the end', 3, { end: { kind: 'unproven', why: 'pages' } }],
    [
      'Sessions: 3 shown, the server returned no usable link to the rest',
      3,
      { end: { kind: 'unproven', why: 'brokenLinks' } },
    ],
    ['3 sessions; this server does not list the newest first', 3, { isNewestFirst: false, backTo: undefined }],
    ['', 0, { phase: { kind: 'loading', what: 'first' }, backTo: undefined }],
  ])('is “%s”', (coverage, count, over) => {
    expect(page(state(count, over)).coverage).toBe(coverage);
  });

  it('says that the order is that of creation, and what pages do not prove', () => {
    expect(page(state(3)).notes).toEqual([
      'The newest are those that were created last, not those that were used last. Rows stand as they were read. Sessions that began or were deleted while pages were read may be missing.',
    ]);
    expect(page(state(3, { isNewestFirst: false })).notes.join()).not.toContain('newest');
    expect(page(state(0)).notes).toEqual([]);
  });

  it('says that no more are kept, and offers no more, when the list is full', () => {
    const full = page(state(3, { isFull: true }));
    expect(full.notes.at(-1)).toBe('At most 20,000 sessions are kept, so older ones are not read here.');
    expect(full.mayReadMore).toBe(false);
  });

  it.each<[boolean, Partial<RecentState>]>([
    [true, {}],
    [false, { end: { kind: 'unproven', why: 'pages' } }],
    [false, { phase: { kind: 'loading', what: 'more' } }],
    [true, { phase: { kind: 'failed', at: 'more', failure: { kind: 'forbidden', reason: undefined } } }],
  ])('offers to read more: %s for %j', (mayReadMore, over) => {
    expect(page(state(3, over)).mayReadMore).toBe(mayReadMore);
  });
});

describe('reading recent sessions', () => {
  it('shows how many were read', () => {
    expect(page(state(3000, { phase: { kind: 'loading', what: 'all' } })).busy).toBe('Loading sessions: 3,000 read');
  });

  it('shows how long a page waits for the rate limit', () => {
    const directory: RecentFacts['directory'] = { waiting: (reading) => (reading === 'rest' ? 12 : undefined) };
    const model = page(state(3, { phase: { kind: 'loading', what: 'more' } }), { directory });
    expect(model.busy).toBe('Waiting 12 s for the rate limit');
  });

  it('keeps the rows and says in one sentence that the server refuses older ones', () => {
    const failure = { kind: 'forbidden', reason: undefined } as const;
    const model = page(state(3, { phase: { kind: 'failed', at: 'more', failure } }));
    expect(model.coverage).toBe(`3 newest sessions, back to ${time}`);
    expect(model.notice).toMatchObject({ kind: 'failed', action: 'retry', text: expect.stringContaining('403') });
  });

  it('names the route where the server has none', () => {
    const failure = { kind: 'noSuchRoute', template: '/admin/sessions', status: 404 } as const;
    const model = page(state(0, { phase: { kind: 'failed', at: 'first', failure }, backTo: undefined }));
    expect(model.notice?.text).toMatch(/^\/admin\/sessions was not found at this address \(404\)\./);
    expect(model.coverage).toBe('');
  });

  it('says that the connection is gone, with its name in visible characters', () => {
    const connection = aConnection({ name: 'Ac\u202Eme' });
    const model = page(undefined, { directory: undefined, connection });
    expect(model.notice).toMatchObject({ kind: 'gone', text: expect.stringContaining('Ac⟨U+202E⟩me') });
    expect(model.title).toBe('Recent Sessions: Ac⟨U+202E⟩me');
  });
});
